package io.peerz.node.cli;

import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.data.JsonFiles;
import io.peerz.node.data.NodeFolder;
import io.peerz.node.data.NodeSettings;
import io.peerz.node.data.PortsFile;
import io.peerz.node.finetune.TrainingNote;
import io.peerz.node.units.Amounts;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.id.Address;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz node status}: what this machine and the chain know of a node. */
@Command(name = "status", description = "How a node is and what it has at stake.")
final class NodeStatus extends NodeAction {
  @Option(names = "--check", description = "exit with 6 unless the node runs and may serve")
  private boolean check;

  @Override
  protected int run(Cli cli) {
    NodeFolder folder = folder(cli);
    NodeSettings settings = folder.settings();
    Address signer = folder.signerAddress();
    Optional<Integer> port = PortsFile.read(folder.ports(), "shard");
    Optional<TrainingNote> training = training(folder, port);
    try (NetworkAccess network = cli.network(settings.network())) {
      NodeDirectory directory = new NodeDirectory(network.chain());
      Optional<RegisteredNode> registered = directory.bySigner(signer);
      BigInteger gasWei = network.chain().balanceWei(signer);
      cli.print(
          "node.status",
          fields(settings, signer, port, training, registered, gasWei),
          () -> text(settings, signer, port, training, registered, gasWei));
      boolean serves =
          port.isPresent()
              && registered
                  .filter(n -> !n.jailed() && n.stakeWei().compareTo(directory.minStakeWei()) >= 0)
                  .isPresent();
      return check && !serves ? ExitCodes.UNHEALTHY : ExitCodes.OK;
    }
  }

  private static Optional<TrainingNote> training(NodeFolder folder, Optional<Integer> port) {
    return port.isPresent() && Files.exists(folder.training())
        ? Optional.of(JsonFiles.read(folder.training(), TrainingNote.class))
        : Optional.empty();
  }

  private static Map<String, Object> fields(
      NodeSettings settings,
      Address signer,
      Optional<Integer> port,
      Optional<TrainingNote> training,
      Optional<RegisteredNode> registered,
      BigInteger gasWei) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", settings.name());
    fields.put("nodeId", NodeBinding.nodeIdOf(signer).hex());
    fields.put("signer", signer.checksum());
    fields.put("running", port.isPresent());
    fields.put("layerStart", settings.layerStart());
    fields.put("layerEnd", settings.layerEnd());
    fields.put("registered", registered.isPresent());
    fields.put("unit", "wei");
    fields.put("stake", registered.map(n -> n.stakeWei().toString()).orElse("0"));
    fields.put("locked", registered.map(n -> n.lockedWei().toString()).orElse("0"));
    fields.put("unbonding", registered.map(n -> n.unbondingWei().toString()).orElse("0"));
    fields.put("jailed", registered.map(RegisteredNode::jailed).orElse(false));
    fields.put("gas", gasWei.toString());
    training.ifPresent(note -> fields.put("training", note));
    return fields;
  }

  private static String text(
      NodeSettings settings,
      Address signer,
      Optional<Integer> port,
      Optional<TrainingNote> training,
      Optional<RegisteredNode> registered,
      BigInteger gasWei) {
    String first =
        "%s %s   layers %d:%d"
            .formatted(
                settings.name(),
                port.map(p -> "● running on port " + p).orElse("○ not running"),
                settings.layerStart(),
                settings.layerEnd());
    String stake =
        registered
            .map(NodeStatus::stakeLine)
            .orElse("Stake     none: not registered; next: peerz node stake AMOUNT");
    return first
        + ("\nId        " + NodeBinding.nodeIdOf(signer).hex() + "\n")
        + training.map(note -> "Training  " + note.line() + "\n").orElse("")
        + stake
        + ("\nGas       " + Amounts.exact(gasWei) + " ETH of the signer");
  }

  private static String stakeLine(RegisteredNode node) {
    return "Stake     %s PRZ, of which %s locked; %s unbonding%s"
        .formatted(
            Amounts.exact(node.stakeWei()),
            Amounts.exact(node.lockedWei()),
            Amounts.exact(node.unbondingWei()),
            node.jailed() ? "; JAILED" : "");
  }
}
