package io.peerz.node.data;

import java.nio.file.Path;
import java.util.Map;

/**
 * The data folder of one user: {@code $PEERZ_HOME}, or {@code ~/.local/share/peerz}.
 *
 * <pre>
 * keys/NAME.json        encrypted accounts (Web3 Secret Storage V3)
 * networks/NAME.json    where a network's chain is and which contracts it has
 * nodes/NAME/           one serving node: settings, signer key, TLS key, journal, outbox
 * gateways/NAME/        one paying gateway: session key, purse
 * devnet/               the local network
 * </pre>
 */
public record PeerzHome(Path folder) {
  public static PeerzHome of(Map<String, String> environment) {
    String given = environment.get("PEERZ_HOME");
    if (given != null && !given.isBlank()) {
      return new PeerzHome(Path.of(given).toAbsolutePath().normalize());
    }
    return new PeerzHome(Path.of(System.getProperty("user.home"), ".local", "share", "peerz"));
  }

  public Path keys() {
    return folder.resolve("keys");
  }

  public Path networks() {
    return folder.resolve("networks");
  }

  public Path node(String name) {
    return folder.resolve("nodes").resolve(name);
  }

  public Path nodes() {
    return folder.resolve("nodes");
  }

  public Path gateway(String name) {
    return folder.resolve("gateways").resolve(name);
  }

  public Path devnet() {
    return folder.resolve("devnet");
  }
}
