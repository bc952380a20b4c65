package io.peerz.node.chain;

import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.swarm.DirectorySource;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The registry of nodes, read from the chain and remembered for a few seconds. Thread-safe; blocks
 * when it has to ask.
 */
public final class ChainDirectory implements DirectorySource {
  private static final Duration FRESH_FOR = Duration.ofSeconds(3);

  private record Answer(List<DirectoryEntry> entries, Instant at) {}

  private final NodeDirectory directory;
  private final InstantSource clock;
  private final Map<Digest, Answer> answers = new HashMap<>();

  public ChainDirectory(NodeDirectory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public synchronized List<DirectoryEntry> active(Digest modelId) {
    Answer known = answers.get(modelId);
    if (known == null || known.at().plus(FRESH_FOR).isBefore(clock.instant())) {
      known = new Answer(ask(modelId), clock.instant());
      answers.put(modelId, known);
    }
    return known.entries();
  }

  private List<DirectoryEntry> ask(Digest modelId) {
    return directory.active(modelId).stream().map(ChainDirectory::entry).toList();
  }

  private static DirectoryEntry entry(RegisteredNode node) {
    return new DirectoryEntry(
        node.nodeId(),
        node.owner(),
        node.signer(),
        node.stakeWei(),
        new NodeAddress(node.endpoint().host(), node.endpoint().port(), node.spkiHash()),
        node.shards().stream()
            .map(shard -> new DirectoryEntry.Listing(shard.shard(), shard.pricePerGcuWei()))
            .toList());
  }
}
