package io.peerz.node.gateway;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The finished generations of a gateway, one line of JSON each, so that a payer can say which
 * sessions with which nodes made up one job. Only this payer knows that: each node sees its own
 * session. No text is kept. Thread-safe.
 */
final class JobLog {
  private static final int KEPT_IN_MEMORY = 1_000;
  private static final long MOST_READ_BYTES = 8L << 20;

  private final Path file;
  private final Deque<FinishedJob> newest = new ArrayDeque<>();

  private JobLog(Path file) {
    this.file = file;
  }

  /** Opens or creates the file; a last line that was cut by a power loss is left out. */
  static JobLog open(Path file) {
    JobLog log = new JobLog(file);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.notExists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else if (Files.size(file) <= MOST_READ_BYTES) {
        Files.readAllLines(file).forEach(line -> parse(line).ifPresent(log::remember));
      }
      return log;
    } catch (IOException e) {
      throw cannot("open", file, e);
    }
  }

  private static Optional<FinishedJob> parse(String line) {
    try {
      return Optional.of(JsonMapper.shared().readValue(line, FinishedJob.class));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private void remember(FinishedJob job) {
    newest.addFirst(job);
    if (newest.size() > KEPT_IN_MEMORY) {
      newest.removeLast();
    }
  }

  synchronized void add(FinishedJob job) {
    remember(job);
    byte[] line =
        (JsonMapper.shared().writeValueAsString(job) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      Files.write(file, line, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw cannot("write", file, e);
    }
  }

  /** The newest jobs first. */
  synchronized List<FinishedJob> newest(int limit) {
    return newest.stream().limit(limit).toList();
  }

  private static PeerzException cannot(String what, Path file, IOException e) {
    return new PeerzException(
        ErrorCode.IO,
        "cannot %s the job list %s: %s; check its folder and free space"
            .formatted(what, file, e.getMessage()),
        e);
  }
}
