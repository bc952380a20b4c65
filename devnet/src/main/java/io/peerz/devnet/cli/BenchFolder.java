package io.peerz.devnet.cli;

import io.peerz.devnet.network.DevnetFolder;
import io.peerz.node.cli.Cli;
import java.nio.file.Path;
import java.util.function.Function;

/** A folder that lives as long as one measurement. */
final class BenchFolder {
  private BenchFolder() {}

  static <T> T with(Cli cli, Function<Path, T> measurement) {
    Path folder = cli.home().devnet().resolve("bench-" + ProcessHandle.current().pid());
    try {
      return measurement.apply(folder);
    } finally {
      new DevnetFolder(folder).wipe();
    }
  }
}
