package io.peerz.finetune.blob;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Files that are either whole or absent: written beside their place, forced to disk, then renamed.
 */
public final class DurableFiles {
  private DurableFiles() {}

  /** Writes {@code bytes} so that after a crash the file holds all of them, or what it held. */
  public static void write(Path file, byte[] bytes) {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      publish(draft, file);
    } catch (IOException e) {
      throw failure("write", file, e);
    }
  }

  /** Renames a finished {@code draft} to {@code file} and forces the folder. */
  static void publish(Path draft, Path file) throws IOException {
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /** The file's bytes, or empty if there is none. */
  public static Optional<byte[]> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw failure("read", file, e);
    }
  }

  static PeerzException failure(String what, Path file, IOException cause) {
    return new PeerzException(
        ErrorCode.IO, "cannot " + what + " " + file + ": " + cause.getMessage(), cause);
  }
}
