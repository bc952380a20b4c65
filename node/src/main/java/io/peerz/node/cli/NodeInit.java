package io.peerz.node.cli;

import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.wire.TlsIdentity;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.config.SettingKey;
import io.peerz.node.config.Settings;
import io.peerz.node.data.HostPort;
import io.peerz.node.data.ModelPlace;
import io.peerz.node.data.NodeFolder;
import io.peerz.node.data.NodeService;
import io.peerz.node.data.NodeSettings;
import io.peerz.node.serve.AutoLayers;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz node init}: the settings, the signer key and the TLS key of a new node. */
@Command(name = "init", description = "Set up a node in this data folder; nothing goes on chain.")
final class NodeInit extends NodeAction {
  @Option(names = "--model", paramLabel = "MODEL", description = "model folder or name")
  private String model;

  @Option(
      names = "--layers",
      paramLabel = "START:END",
      description = "layers to serve; or all; or auto: where the network needs this node most")
  private String layers;

  @Option(
      names = "--most-layers",
      paramLabel = "N",
      description = "most layers that auto may choose; 0 means as many as memory holds")
  private String mostLayers;

  @Option(names = "--listen", paramLabel = "HOST:PORT", description = "where to serve shards")
  private String listen;

  @Option(names = "--endpoint", paramLabel = "HOST:PORT", description = "where others reach that")
  private String endpoint;

  @Option(names = "--http", paramLabel = "HOST:PORT", description = "where to show health")
  private String http;

  @Option(names = "--price", paramLabel = "WEI", description = "wei of PRZ per 10^9 MACs")
  private String price;

  @Option(
      names = "--services",
      paramLabel = "LIST",
      description = "serve, train, evaluate, with commas (default: serve)")
  private String services;

  @Override
  protected void addFlags(Map<SettingKey, String> flags) {
    super.addFlags(flags);
    GlobalOptions.put(flags, SettingKey.MODEL, model);
    GlobalOptions.put(flags, SettingKey.LAYERS, layers);
    GlobalOptions.put(flags, SettingKey.MOST_LAYERS, mostLayers);
    GlobalOptions.put(flags, SettingKey.LISTEN, listen);
    GlobalOptions.put(flags, SettingKey.ENDPOINT, endpoint);
    GlobalOptions.put(flags, SettingKey.HTTP, http);
    GlobalOptions.put(flags, SettingKey.PRICE, price);
    GlobalOptions.put(flags, SettingKey.SERVICES, services);
  }

  @Override
  protected int run(Cli cli) {
    NodeFolder folder = folder(cli);
    if (folder.exists()) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST,
          "node '%s' exists already in %s; choose another name with --node"
              .formatted(nodeName(cli), folder.path()));
    }
    NodeSettings settings = settings(cli);
    Address signer = signer(cli, folder);
    TlsIdentity.loadOrCreate(folder.tls());
    folder.write(settings); // last: a node without settings is not there, and init can be repeated
    cli.print(
        "node.init",
        Map.of(
            "name", settings.name(),
            "signer", signer.checksum(),
            "nodeId", NodeBinding.nodeIdOf(signer).hex(),
            "layerStart", settings.layerStart(),
            "layerEnd", settings.layerEnd()),
        () ->
            "✔ node '%s' for layers %d:%d, signer %s; next: peerz node stake AMOUNT --node %s"
                .formatted(
                    settings.name(),
                    settings.layerStart(),
                    settings.layerEnd(),
                    signer.checksum(),
                    settings.name()));
    return ExitCodes.OK;
  }

  private static Address signer(Cli cli, NodeFolder folder) {
    if (folder.hasSigner()) {
      return folder.signerAddress();
    }
    SigningKey key = SigningKey.generate(new SecureRandom());
    return folder.createSigner(key, cli.signerPassword(nodeName(cli)));
  }

  private static NodeSettings settings(Cli cli) {
    Settings values = cli.settings();
    Path folder = ModelPlace.find(cli.home(), values.get(SettingKey.MODEL));
    LayerRange range = range(cli, ModelFolder.open(folder).in(cli.arithmetic()));
    HostPort listens = HostPort.parse(values.get(SettingKey.LISTEN));
    String reached = values.get(SettingKey.ENDPOINT);
    return new NodeSettings(
        nodeName(cli),
        values.get(SettingKey.NETWORK),
        cli.accountName(),
        folder,
        range.start(),
        range.end(),
        listens,
        reached.isBlank() ? listens : HostPort.parse(reached),
        HostPort.parse(values.get(SettingKey.HTTP)),
        priceOf(values.get(SettingKey.PRICE)),
        NodeService.parse(values.get(SettingKey.SERVICES)));
  }

  private static LayerRange range(Cli cli, ModelFolder model) {
    String written = cli.settings().get(SettingKey.LAYERS);
    if (!written.equals(LayerRange.AUTO)) {
      return LayerRange.parse(written, model.config().geometry().layers());
    }
    try (NetworkAccess network = cli.network()) {
      return LayerRange.of(
          new AutoLayers(network, model, LayerRange.mostLayers(cli.settings())).first());
    }
  }

  private static BigInteger priceOf(String wei) {
    if (!wei.matches("[0-9]{1,29}")) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST, "price '%s' is not a whole number of wei".formatted(wei));
    }
    return new BigInteger(wei);
  }
}
