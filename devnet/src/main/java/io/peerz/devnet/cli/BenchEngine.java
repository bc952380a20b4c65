package io.peerz.devnet.cli;

import io.peerz.devnet.bench.engine.EngineBench;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz bench engine}: our engines beside llama.cpp. */
@Command(
    name = "engine",
    description = "Decode and prefill beside llama.cpp, and cost as work grows (linux x64, npm).")
final class BenchEngine extends PeerzAction {
  @Option(names = "--shape", paramLabel = "SHAPE", description = "1b (default) or small")
  private String shape = "1b";

  @Option(names = "--formats", paramLabel = "LIST", description = "q4,q8,bf16 (default: all)")
  private String formats = "q4,q8,bf16";

  @Option(names = "--repetitions", paramLabel = "N", description = "of each figure (default: 5)")
  private int repetitions = 5;

  @Option(names = "--growth", description = "only what a step costs as the work grows")
  private boolean growth;

  @Override
  protected int run(Cli cli) {
    try {
      EngineBench bench =
          new EngineBench(
              shape,
              repetitions,
              cli.home().devnet().resolve("engines"),
              line -> System.err.println("  " + line));
      String page = growth ? bench.measureGrowth() : bench.measure(List.of(formats.split(",", -1)));
      cli.terminal().result(page);
      BenchPages.write(growth ? "growth.md" : "engine.md", page);
      return ExitCodes.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "the measurement was interrupted", e);
    }
  }
}
