package io.peerz.node.gateway;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What routes were chosen from which offers, one line of JSON for each generation. A full file
 * becomes the old one and the old one goes, so that the log does not grow for ever. Thread-safe;
 * blocking.
 */
final class RouteLog {
  private static final long FULL_BYTES = 16L << 20;

  private final Path file;
  private final Path old;

  RouteLog(Path file) {
    this.file = file;
    this.old = file.resolveSibling(file.getFileName() + ".old");
  }

  synchronized void add(RecordedRoute route) {
    String line = JsonMapper.shared().writeValueAsString(route) + "\n";
    try {
      makeRoom();
      Files.write(file, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw cannot("write", e);
    }
  }

  /** The route of the generation that a session belongs to. */
  synchronized Optional<RecordedRoute> find(String sessionId) {
    return Stream.of(file, old).flatMap(place -> in(place, sessionId).stream()).findFirst();
  }

  private void makeRoom() throws IOException {
    if (Files.exists(file) && Files.size(file) > FULL_BYTES) {
      Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
    }
    if (Files.notExists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }

  private Optional<RecordedRoute> in(Path place, String sessionId) {
    if (Files.notExists(place)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(place)) {
      return lines
          .filter(line -> line.contains(sessionId))
          .flatMap(line -> parse(line).stream())
          .filter(route -> route.sessions().contains(sessionId))
          .findFirst();
    } catch (IOException e) {
      throw cannot("read", e);
    } catch (UncheckedIOException e) {
      throw cannot("read", e.getCause());
    }
  }

  /** A line that a power loss cut is none. */
  private static Optional<RecordedRoute> parse(String line) {
    try {
      return Optional.of(JsonMapper.shared().readValue(line, RecordedRoute.class));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private PeerzException cannot(String what, IOException e) {
    return new PeerzException(
        ErrorCode.IO,
        "cannot %s the routes in %s: %s; check its folder and free space"
            .formatted(what, file, e.getMessage()),
        e);
  }
}
