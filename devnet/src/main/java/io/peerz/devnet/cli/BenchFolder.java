package io.peerz.devnet.cli;

import io.peerz.devnet.network.DevnetFolder;
import io.peerz.node.cli.Cli;
import io.peerz.node.lifecycle.Closer;
import java.nio.file.Path;
import java.util.function.BiFunction;

/** A folder and processes that live as long as one measurement, also when it is interrupted. */
final class BenchFolder {
  private BenchFolder() {}

  /**
   * @param measurement adds what it starts to the closer
   */
  static <T> T with(Cli cli, BiFunction<Path, Closer, T> measurement) {
    Path folder = cli.home().devnet().resolve("bench-" + ProcessHandle.current().pid());
    Closer running = new Closer();
    Runnable stop =
        () -> {
          running.close();
          new DevnetFolder(folder).wipe();
        };
    Thread hook = StopOnInterrupt.guard(stop);
    try {
      return measurement.apply(folder, running);
    } finally {
      if (StopOnInterrupt.release(hook)) {
        stop.run();
      }
    }
  }
}
