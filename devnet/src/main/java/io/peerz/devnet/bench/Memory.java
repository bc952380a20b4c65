package io.peerz.devnet.bench;

import io.peerz.devnet.process.ProcessRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Resident memory of one process as Linux counts it.
 *
 * @param residentMib 0 where the system does not tell
 */
public record Memory(String name, double residentMib) {
  private static final String FIELD = "VmRSS:";

  static Memory of(ProcessRecord process) {
    return new Memory(process.name(), residentMib(process.pid()));
  }

  /** Of the process of that number; 0 where the system does not tell. */
  public static double residentMib(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith(FIELD))
          .mapToDouble(line -> kib(line) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }

  // "VmRSS:    123456 kB"
  private static double kib(String line) {
    return Double.parseDouble(line.substring(FIELD.length()).replace("kB", "").strip());
  }
}
