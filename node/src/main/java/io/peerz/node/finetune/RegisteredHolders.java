package io.peerz.node.finetune;

import io.peerz.finetune.blob.BlobSource;
import io.peerz.finetune.duty.BlobHolders;
import io.peerz.finetune.wire.BlobClients;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where blobs may be: with the one who is said to serve it, else with the nodes of the registry,
 * which is read again every few seconds. Thread-safe; blocks for a question to the chain.
 */
public final class RegisteredHolders implements BlobHolders {
  private static final int MOST_OTHERS = 8;
  private static final long FRESH_NANOS = 5_000_000_000L;

  private final BlobClients clients;
  private final NodeDirectory directory;
  private final Digest ownSpkiHash;
  private List<NodeAddress> registered = List.of();
  private long readAtNanos = System.nanoTime() - FRESH_NANOS;

  /** Never asks the server with this machine's own key. */
  public RegisteredHolders(BlobClients clients, NodeDirectory directory, Digest ownSpkiHash) {
    this.clients = clients;
    this.directory = directory;
    this.ownSpkiHash = ownSpkiHash;
  }

  @Override
  public List<BlobSource> startingWith(NodeAddress first) {
    Stream<NodeAddress> others =
        registered().stream().filter(address -> !address.equals(first)).limit(MOST_OTHERS);
    return Stream.concat(Stream.of(first), others)
        .filter(holder -> !holder.spkiHash().equals(ownSpkiHash))
        .map(clients::at)
        .toList();
  }

  /** The registry's nodes, in its order. */
  public List<BlobSource> all() {
    return registered().stream()
        .filter(holder -> !holder.spkiHash().equals(ownSpkiHash))
        .limit(MOST_OTHERS)
        .map(clients::at)
        .toList();
  }

  private synchronized List<NodeAddress> registered() {
    if (System.nanoTime() - readAtNanos >= FRESH_NANOS) {
      registered =
          directory.all().stream()
              .filter(node -> !node.jailed())
              .map(RegisteredHolders::address)
              .toList();
      readAtNanos = System.nanoTime();
    }
    return registered;
  }

  private static NodeAddress address(RegisteredNode node) {
    return new NodeAddress(node.endpoint().host(), node.endpoint().port(), node.spkiHash());
  }
}
