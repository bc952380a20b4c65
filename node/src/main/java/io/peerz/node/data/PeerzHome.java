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
 * gateways/NAME/        one paying gateway: session keys, purse
 * auditors/NAME/        one auditor: its lottery's secret, evidence of its disputes
 * adapters/             what was fetched of adapters
 * models/NAME/          model folders in HuggingFace layout
 * explorer/             the index behind an explorer
 * devnet/               the local network
 * </pre>
 */
public record PeerzHome(Path folder) {
  public static PeerzHome of(Map<String, String> environment, Path userFolder) {
    String given = environment.get("PEERZ_HOME");
    if (given != null && !given.isBlank()) {
      return new PeerzHome(Path.of(given).toAbsolutePath().normalize());
    }
    return new PeerzHome(userFolder.resolve(".local/share/peerz"));
  }

  public Path keys() {
    return folder.resolve("keys");
  }

  public Path networks() {
    return folder.resolve("networks");
  }

  public NodeFolder node(String name) {
    return new NodeFolder(folder.resolve("nodes").resolve(Names.checked("node", name)));
  }

  public Path gateway(String account) {
    return folder.resolve("gateways").resolve(Names.checked("account", account));
  }

  public Path auditor(String account) {
    return folder.resolve("auditors").resolve(Names.checked("account", account));
  }

  /** Blobs and states of adapters that were looked at. */
  public Path adapters() {
    return folder.resolve("adapters");
  }

  public Path models() {
    return folder.resolve("models");
  }

  /** Index and ports of an explorer. */
  public Path explorer() {
    return folder.resolve("explorer");
  }

  public Path devnet() {
    return folder.resolve("devnet");
  }
}
