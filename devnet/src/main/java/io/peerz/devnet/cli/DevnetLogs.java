package io.peerz.devnet.cli;

import io.peerz.devnet.network.DevnetFolder;
import io.peerz.devnet.network.NetworkState;
import io.peerz.devnet.process.LogTail;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peerz devnet logs}: the last lines of one process, or of all. */
@Command(name = "logs", description = "The last lines of one process, or of all.")
final class DevnetLogs extends PeerzAction {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "a node's name, gateway, or anvil")
  private String name;

  @Option(names = "--lines", paramLabel = "N", defaultValue = "20")
  private int lines;

  @Override
  protected int run(Cli cli) {
    DevnetFolder folder = new DevnetFolder(cli.home().devnet());
    NetworkState state = RunningNetwork.of(cli);
    List<String> names =
        state.processes().stream()
            .map(ProcessRecord::name)
            .filter(n -> name == null || n.equals(name))
            .toList();
    if (names.isEmpty()) {
      throw new PeerzException(
          ErrorCode.NOT_FOUND, "no process '" + name + "'; `peerz devnet status` lists them");
    }
    for (String process : names) {
      logOf(folder, process)
          .last(lines)
          .forEach(line -> cli.terminal().result(name == null ? process + "  " + line : line));
    }
    return ExitCodes.OK;
  }

  private static LogTail logOf(DevnetFolder folder, String process) {
    Path own = folder.log(process);
    return new LogTail(own.toFile().exists() ? own : folder.chain().resolve(process + ".log"));
  }
}
