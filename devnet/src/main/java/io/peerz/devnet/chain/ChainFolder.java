package io.peerz.devnet.chain;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The data folder of one chain. It remembers which genesis its data belongs to and refuses any
 * other.
 */
final class ChainFolder {
  private static final String MARK = "genesis.mark";

  private final Path dir;

  ChainFolder(Path dir) {
    this.dir = dir.toAbsolutePath();
  }

  Path dir() {
    return dir;
  }

  Path file(String name) {
    return dir.resolve(name);
  }

  /** Creates the folder for this genesis, or checks that the data in it began with the same one. */
  void claim(String program, DevGenesis genesis) {
    String mark = program + "\n" + genesis.fingerprint();
    try {
      Files.createDirectories(dir);
      Path file = file(MARK);
      if (Files.notExists(file)) {
        Files.writeString(file, mark);
      } else if (!Files.readString(file).equals(mark)) {
        throw otherGenesis();
      }
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot use the chain folder " + dir + ": " + e.getMessage(), e);
    }
  }

  PeerzException otherGenesis() {
    return new PeerzException(
        ErrorCode.CHAIN_MISMATCH,
        "the chain data in "
            + dir
            + " began with another genesis; start with `devnet up --fresh`, or choose another"
            + " folder");
  }
}
