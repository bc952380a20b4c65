package io.peerz.devnet.cli;

import io.peerz.devnet.process.LogFollower;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peerz devnet logs}: the last lines of one process, or of all. */
@Command(name = "logs", description = "The last lines of one process, or of all.")
final class DevnetLogs extends PeerzAction {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final int MOST_LINES = 10_000;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "a node's name, gateway, anvil, or besu-0 to besu-3")
  private String name;

  @Option(names = "--lines", paramLabel = "N", defaultValue = "20")
  private int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "go on until interrupted, or until the processes have ended")
  private boolean follow;

  @Override
  protected int run(Cli cli) {
    Require.range(ErrorCode.BAD_REQUEST, "--lines", lines, 0, MOST_LINES);
    List<ProcessRecord> shown =
        RunningNetwork.of(cli).processes().stream()
            .filter(process -> name == null || process.name().equals(name))
            .toList();
    if (shown.isEmpty()) {
      throw new PeerzException(
          ErrorCode.NOT_FOUND, "no process '" + name + "'; `peerz devnet status` lists them");
    }
    List<LogFollower> followers =
        shown.stream().map(process -> new LogFollower(process.logFile())).toList();
    for (ProcessRecord process : shown) {
      process.log().last(lines).forEach(line -> print(cli, process, line));
    }
    while (follow) {
      boolean ended = shown.stream().noneMatch(process -> process.find().isPresent());
      for (int i = 0; i < followers.size(); i++) {
        ProcessRecord process = shown.get(i);
        followers.get(i).newLines().forEach(line -> print(cli, process, line));
      }
      if (ended) {
        break;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return ExitCodes.OK;
  }

  private void print(Cli cli, ProcessRecord process, String line) {
    cli.terminal().result(name == null ? "%-9s %s".formatted(process.name(), line) : line);
  }
}
