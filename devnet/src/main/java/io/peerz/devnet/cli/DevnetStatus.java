package io.peerz.devnet.cli;

import io.peerz.devnet.network.NetworkState;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.proof.error.PeerzException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/**
 * {@code peerz devnet status}: which processes live, and where the chain is. Exit code 6 when
 * something died.
 */
@Command(name = "status", description = "Which processes live, and where the chain is.")
final class DevnetStatus extends PeerzAction {
  @Override
  protected int run(Cli cli) {
    NetworkState state = RunningNetwork.of(cli);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("chain", state.chain());
    fields.put("rpc", state.rpc().toString());
    fields.put("api", state.gateway() + "v1");
    fields.put("position", position(cli));
    Map<String, Boolean> alive = new LinkedHashMap<>();
    state.processes().forEach(p -> alive.put(p.name(), p.find().isPresent()));
    fields.put("alive", alive);
    cli.print("devnet.status", fields, () -> text(fields, state.processes()));
    return alive.containsValue(false) ? ExitCodes.UNHEALTHY : ExitCodes.OK;
  }

  private static String position(Cli cli) {
    try (NetworkAccess network = cli.network()) {
      ChainClient chain = network.chain();
      return "block " + chain.head() + ", epoch " + chain.currentEpoch();
    } catch (PeerzException e) {
      return e.getMessage();
    }
  }

  private static String text(Map<String, Object> fields, List<ProcessRecord> processes) {
    List<String> lines = new ArrayList<>();
    for (String name : List.of("chain", "position", "rpc", "api")) {
      lines.add(String.format("%-9s %s", name, fields.get(name)));
    }
    processes.forEach(
        p ->
            lines.add(
                String.format(
                    "%-9s %s process %d",
                    p.name(), p.find().isPresent() ? "●" : "✖ ended,", p.pid())));
    return String.join("\n", lines);
  }
}
