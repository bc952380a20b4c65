package io.peerz.node.cli;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that was named on the command line. */
final class DataFile {
  private DataFile() {}

  /** The file, if it is one that can be read. */
  static Path require(Path file) {
    if (!Files.exists(file)) {
      throw new PeerzException(
          ErrorCode.NOT_FOUND, "there is no file %s; check the path".formatted(file));
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST,
          "%s is no file that can be read; name a file with one JSON object a line"
              .formatted(file));
    }
    return file;
  }
}
