package io.peerz.devnet.process;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A process as written to a file: its id alone could later belong to a stranger, so the start time
 * is kept beside it.
 *
 * @param startedAtMillis start time in milliseconds since the epoch, as the operating system
 *     reports it
 * @param logFile where its output goes
 */
public record ProcessRecord(String name, long pid, long startedAtMillis, Path logFile) {
  public ProcessRecord {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(logFile, "logFile");
  }

  static ProcessRecord of(ChildSpec spec, ProcessHandle handle) {
    return new ProcessRecord(
        spec.name(), handle.pid(), startMillis(handle), spec.log().toAbsolutePath());
  }

  /**
   * The live process this record speaks of; empty when it ended, even when its id was given to
   * another.
   */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(h -> startMillis(h) == startedAtMillis)
        .filter(Liveness::isAlive);
  }

  public LogTail log() {
    return new LogTail(logFile);
  }

  private static long startMillis(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
