package io.peerz.inference.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder to work in, which is gone when it is closed; what an earlier try left goes first. */
public final class ScratchFolder implements AutoCloseable {
  private final Path path;

  private ScratchFolder(Path path) {
    this.path = path;
  }

  public static ScratchFolder make(Path path) throws IOException {
    delete(path);
    Files.createDirectories(path);
    return new ScratchFolder(path);
  }

  public Path path() {
    return path;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** What cannot be deleted is left to the next try. */
  @Override
  public void close() {
    try {
      delete(path);
    } catch (IOException _) {
      return;
    }
  }
}
