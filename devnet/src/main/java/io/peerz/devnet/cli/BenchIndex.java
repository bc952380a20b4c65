package io.peerz.devnet.cli;

import io.peerz.devnet.bench.IndexSpeed;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz bench index}: the explorer's index with many rows. Needs a network that runs. */
@Command(name = "index", description = "Filling and reading an index of many payments.")
final class BenchIndex extends PeerzAction {
  @Option(names = "--rows", paramLabel = "N", defaultValue = "1000000")
  private int rows;

  @Override
  protected int run(Cli cli) {
    Require.range(ErrorCode.BAD_REQUEST, "--rows", rows, 1_000, 100_000_000);
    try (NetworkAccess network = cli.network()) {
      Path folder = Files.createTempDirectory("peerz-index");
      try {
        Map<String, Double> millis =
            new IndexSpeed(network.deployment()).measure(folder.resolve("index.sqlite"), rows);
        cli.print("bench.index", Map.of("rows", rows, "millis", millis), () -> text(millis));
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot use a folder: " + e.getMessage(), e);
    }
    return ExitCodes.OK;
  }

  private static String text(Map<String, Double> millis) {
    return millis.entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "%-30s %8.2f ms", e.getKey(), e.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
