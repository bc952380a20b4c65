package io.peerz.devnet.cli;

import io.peerz.devnet.bench.IndexPage;
import io.peerz.devnet.bench.IndexSpeed;
import io.peerz.devnet.bench.Machine;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.index.LedgerIndex;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz bench index}: the explorer's index with many rows. */
@Command(
    name = "index",
    description = "Filling and reading an index of many payments and receipts.")
final class BenchIndex extends PeerzAction {
  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "payments, and as many receipts",
      defaultValue = "1000000")
  private int rows;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "an empty PostgreSQL database to measure as well")
  private String url;

  @Override
  protected int run(Cli cli) {
    Require.range(ErrorCode.BAD_REQUEST, "--rows", rows, 10_000, 100_000_000);
    Machine machine = Machine.here();
    Map<String, IndexSpeed.Figures> figures = new LinkedHashMap<>();
    IndexSpeed speed = new IndexSpeed(madeUp(), rows);
    figures.put("SQLite", BenchFolder.with(cli, (folder, running) -> inFile(speed, folder)));
    if (url != null) {
      figures.put(
          "PostgreSQL", BenchFolder.with(cli, (folder, running) -> onServer(speed, folder)));
    }
    String page = IndexPage.of(rows, figures, machine);
    cli.terminal().result(page);
    BenchPages.write("index.md", page);
    return ExitCodes.OK;
  }

  private static IndexSpeed.Figures inFile(IndexSpeed speed, Path folder) {
    made(folder);
    try (LedgerIndex index = LedgerIndex.open(folder.resolve("index.sqlite"), madeUp())) {
      return speed.measure(index, folder);
    }
  }

  private IndexSpeed.Figures onServer(IndexSpeed speed, Path folder) {
    made(folder);
    try (LedgerIndex index = LedgerIndex.shared(url, madeUp())) {
      if (index.tip().isPresent()) {
        throw new PeerzException(
            ErrorCode.BAD_REQUEST, "that database has an index already; give an empty one");
      }
      return speed.measure(index, folder);
    }
  }

  private static void made(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot make " + folder + ": " + e.getMessage(), e);
    }
  }

  /** A network that is nowhere: the index only needs to know whose events to read. */
  private static Deployment madeUp() {
    return new Deployment(
        1,
        at(1),
        at(2),
        at(3),
        at(4),
        at(5),
        at(6),
        at(7),
        at(8),
        at(9),
        at(10),
        0,
        Keccak.hash("genesis"));
  }

  private static Address at(int number) {
    Digest name = Keccak.hash("contract " + number);
    return Address.of(Arrays.copyOf(name.bytes(), Address.LENGTH));
  }
}
