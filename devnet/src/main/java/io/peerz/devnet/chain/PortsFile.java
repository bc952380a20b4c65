package io.peerz.devnet.chain;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** The file in which Besu tells the ports it really listens on, written once it runs. */
record PortsFile(Path file) {
  static PortsFile in(Path data) {
    return new PortsFile(data.resolve("besu.ports"));
  }

  /** After a power cut the old file is still there and would name dead ports. */
  void forget() throws IOException {
    Files.deleteIfExists(file);
  }

  Optional<Integer> jsonRpc() {
    Properties ports = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      ports.load(in);
    } catch (IOException notYet) {
      return Optional.empty();
    }
    return Optional.ofNullable(ports.getProperty("json-rpc")).map(Integer::valueOf);
  }
}
