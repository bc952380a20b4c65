package io.peerz.devnet.trust;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link HonestReplays} in a process of its own, since lane width and JIT are chosen at its start.
 *
 * @param receipts that were done again
 * @param convicted of them
 * @param fold over all outputs
 */
record ModeRun(Mode mode, int receipts, int convicted, String fold) {
  /** How the work is computed. */
  record Mode(String lanes, String jit, int threads, int batch) {
    static List<Mode> all() {
      List<Mode> modes = new ArrayList<>();
      for (String lanes : List.of("scalar", "128", "256", "512")) {
        modes.add(new Mode(lanes, "-XX:+TieredCompilation", 1, 1));
        modes.add(new Mode(lanes, "-XX:+TieredCompilation", 2, 4));
      }
      modes.add(new Mode("scalar", "-XX:TieredStopAtLevel=1", 2, 2));
      modes.add(new Mode("scalar", "-Xint", 1, 2));
      return modes;
    }
  }

  static ModeRun of(Mode mode, Path model, int receipts) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            mode.jit(),
            "-Dpeerz.engine.lanes=" + mode.lanes(),
            "-cp",
            System.getProperty("java.class.path"),
            HonestReplays.class.getName(),
            model.toAbsolutePath().toString(),
            Integer.toString(receipts),
            Integer.toString(mode.threads()),
            Integer.toString(mode.batch()));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String line =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new PeerzException(ErrorCode.BUG, "honest replays failed in mode " + mode);
      }
      String[] parts = line.split(" ", 3);
      return new ModeRun(mode, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2]);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted", e);
    }
  }
}
