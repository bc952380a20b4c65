package io.peerz.devnet.process;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that this one started. It gets a session of its own, so that an interrupt typed at the
 * terminal reaches only us and we stop the children in order; it also outlives us when nobody stops
 * it.
 */
public final class ChildProcess {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final ChildSpec spec;
  private final Process process;
  private final ProcessRecord record;

  private ChildProcess(ChildSpec spec, Process process) {
    this.spec = spec;
    this.process = process;
    this.record = ProcessRecord.of(spec, process.toHandle());
  }

  public static ChildProcess start(ChildSpec spec) {
    try {
      Files.createDirectories(spec.log().toAbsolutePath().getParent());
      ProcessBuilder builder = new ProcessBuilder(inOwnSession(spec.command()));
      builder.environment().keySet().removeIf(spec.hidden());
      builder.environment().putAll(spec.environment());
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
      return new ChildProcess(spec, builder.start());
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO,
          "cannot start " + spec.name() + ": " + e.getMessage() + "; is the program installed?",
          e);
    }
  }

  // setsid replaces itself by the command, so the id stays that of our child.
  private static List<String> inOwnSession(List<String> command) {
    List<String> all = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      all.add(SETSID.toString());
    }
    all.addAll(command);
    return all;
  }

  public String name() {
    return spec.name();
  }

  public ProcessRecord record() {
    return record;
  }

  public boolean isAlive() {
    return Liveness.isAlive(process.toHandle());
  }

  public void stop(Duration patience) {
    Stopper.stop(process.toHandle(), patience);
  }

  /** As a power cut: no chance to write anything. */
  public void kill() {
    Stopper.kill(process.toHandle());
  }

  public LogTail log() {
    return new LogTail(spec.log());
  }
}
