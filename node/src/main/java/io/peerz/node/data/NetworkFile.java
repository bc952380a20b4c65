package io.peerz.node.data;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a network's chain is and which contracts it has: {@code networks/NAME.json}.
 *
 * @param rpc JSON-RPC address of the chain, http or https
 * @param deployment the file that names the contracts
 */
public record NetworkFile(String name, URI rpc, Path deployment) {
  private static final String SUFFIX = ".json";

  public NetworkFile {
    Names.checked("network", name);
    if (rpc == null
        || rpc.getHost() == null
        || !List.of("http", "https").contains(rpc.getScheme())) {
      throw new PeerzException(
          ErrorCode.BAD_CONFIG, "the chain's address must be like http://127.0.0.1:8545");
    }
    if (deployment == null) {
      throw new PeerzException(ErrorCode.BAD_CONFIG, "the deployment file is not named");
    }
  }

  public void write(PeerzHome home) {
    JsonFiles.write(fileOf(home, name), this);
  }

  public static NetworkFile read(PeerzHome home, String name) {
    Path file = fileOf(home, name);
    if (!Files.exists(file)) {
      throw new PeerzException(
          ErrorCode.NOT_FOUND,
          "no network '%s'; add it with: peerz network add %s --rpc URL --deployment FILE"
              .formatted(name, name));
    }
    return JsonFiles.read(file, NetworkFile.class);
  }

  public static List<NetworkFile> list(PeerzHome home) {
    if (!Files.isDirectory(home.networks())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(home.networks())) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .sorted()
          .map(file -> JsonFiles.read(file, NetworkFile.class))
          .toList();
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot list %s: %s".formatted(home.networks(), e.getMessage()), e);
    }
  }

  private static Path fileOf(PeerzHome home, String name) {
    return home.networks().resolve(Names.checked("network", name) + SUFFIX);
  }
}
