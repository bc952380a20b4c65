package io.peerz.node.serve;

import io.peerz.inference.wire.NodeAddress;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.registry.RegisteredNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whom a client may make this node connect to: staked nodes at the address and key they registered,
 * and nobody else on this node's network. Thread-safe; asks the chain at most once a second.
 */
final class RegisteredPeers implements Predicate<NodeAddress> {
  private static final Duration KNOWN_FOR = Duration.ofSeconds(30);
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

  private final NodeDirectory directory;
  private final InstantSource clock;
  private Set<NodeAddress> known = Set.of();
  private Instant askedAt = Instant.EPOCH;

  RegisteredPeers(NodeDirectory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public synchronized boolean test(NodeAddress address) {
    Duration age = Duration.between(askedAt, clock.instant());
    boolean old = age.compareTo(known.contains(address) ? KNOWN_FOR : ASK_AGAIN_AFTER) > 0;
    if (old) {
      known = directory.all().stream().map(RegisteredPeers::address).collect(Collectors.toSet());
      askedAt = clock.instant();
    }
    return known.contains(address);
  }

  private static NodeAddress address(RegisteredNode node) {
    return new NodeAddress(node.endpoint().host(), node.endpoint().port(), node.spkiHash());
  }
}
