package io.peerz.devnet.cli;

import io.peerz.devnet.bench.finetune.TrainingBench;
import io.peerz.devnet.bench.finetune.TrainingShape;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz bench finetune}: our training step beside a plain one. */
@Command(
    name = "finetune",
    description = "Training speed, memory and bytes beside plain PyTorch; 8 GB for the 135m shape.")
final class BenchFinetune extends PeerzAction {
  @Option(
      names = "--shapes",
      paramLabel = "LIST",
      description = "1.6m,15m,135m (default: all), with commas")
  private String shapes = "1.6m,15m,135m";

  @Option(names = "--repetitions", paramLabel = "N", description = "steps of each (default: 7)")
  private int repetitions = 7;

  @Option(names = "--threads", paramLabel = "N", description = "default: all processors")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  protected int run(Cli cli) {
    Require.range(ErrorCode.BAD_REQUEST, "repetitions", repetitions, 1, 1000);
    Require.range(ErrorCode.BAD_REQUEST, "threads", threads, 1, 1024);
    List<TrainingShape> wanted =
        Arrays.stream(shapes.split(",", -1)).map(TrainingShape::of).toList();
    TrainingBench bench =
        new TrainingBench(repetitions, threads, line -> System.err.println("  " + line));
    String page = bench.measure(wanted);
    cli.terminal().result(page);
    BenchPages.write("finetune.md", page);
    return ExitCodes.OK;
  }
}
