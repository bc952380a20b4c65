package io.peerz.node.data;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where a running process listens, {@code name=port} a line: there once it is ready, gone after.
 */
public final class PortsFile {
  private static final int MAX_BYTES = 4096;

  private PortsFile() {}

  public static void write(Path file, Map<String, Integer> ports) {
    String text =
        new TreeMap<>(ports)
            .entrySet().stream()
                .map(port -> port.getKey() + "=" + port.getValue() + "\n")
                .collect(Collectors.joining());
    SecretFiles.write(file, text);
  }

  /** One port of the file; empty when the process is not ready or does not run. */
  public static Optional<Integer> read(Path file, String name) {
    try {
      if (!Files.exists(file) || Files.size(file) > MAX_BYTES) {
        return Optional.empty();
      }
      return Files.readString(file)
          .lines()
          .filter(line -> line.matches(name + "=[0-9]{1,5}"))
          .map(line -> Integer.valueOf(line.substring(name.length() + 1)))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot remove %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
