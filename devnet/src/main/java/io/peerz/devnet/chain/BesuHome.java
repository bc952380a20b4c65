package io.peerz.devnet.chain;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Where a local Besu is: {@code BESU_HOME}, or the {@code besu} on the PATH. */
public final class BesuHome {
  private BesuHome() {}

  /** The start script. */
  public static Optional<Path> find(Map<String, String> environment) {
    Optional<Path> fromHome =
        Optional.ofNullable(environment.get("BESU_HOME")).map(h -> Path.of(h, "bin", "besu"));
    return fromHome
        .filter(Files::isExecutable)
        .or(() -> onPath(environment.getOrDefault("PATH", "")));
  }

  private static Optional<Path> onPath(String path) {
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(dir -> !dir.isBlank())
        .map(dir -> Path.of(dir, "besu"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
