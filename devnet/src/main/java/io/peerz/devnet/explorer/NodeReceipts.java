package io.peerz.devnet.explorer;

import io.peerz.ledger.LedgerBridge;
import io.peerz.ledger.index.LedgerIndex;
import io.peerz.node.data.PeerzHome;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The receipts of the nodes whose data lies in this folder. */
final class NodeReceipts {
  private final Path nodes;
  private final PeerzHome home;
  private final LedgerIndex index;

  NodeReceipts(PeerzHome home, LedgerIndex index) {
    this.nodes = home.folder().resolve("nodes");
    this.home = home;
    this.index = index;
  }

  /** Names of the nodes of this data folder. */
  static List<String> names(Path nodes) {
    if (!Files.isDirectory(nodes)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(nodes)) {
      return folders.filter(Files::isDirectory).map(f -> f.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot list " + nodes + ": " + e.getMessage(), e);
    }
  }

  /** True when there was something new. */
  boolean take() {
    boolean any = false;
    for (String name : names(nodes)) {
      any |= index.importReceipts(home.node(name).path().resolve(LedgerBridge.FILE));
    }
    return any;
  }
}
