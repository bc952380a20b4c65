package io.peerz.devnet.cli;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the figures that the program measures of itself are kept. */
final class BenchPages {
  private BenchPages() {}

  /** Replaces the page of that name in the documentation. */
  static void write(String name, String page) {
    Path file = Path.of(System.getProperty("peerz.home.dist", ""), "docs", "benchmarks", name);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, page);
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot write the figures to " + file + ": " + e.getMessage(), e);
    }
  }
}
