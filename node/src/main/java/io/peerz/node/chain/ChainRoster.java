package io.peerz.node.chain;

import io.peerz.inference.gossip.Roster;
import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.proof.error.ErrorKind;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes whose word counts: registered, not jailed, with the stake that serving takes. Asked of
 * the chain once a minute, and sooner when somebody unknown speaks, at most every two seconds.
 * Thread-safe; blocks when it has to ask.
 */
public final class ChainRoster implements Roster {
  private static final Duration FRESH_FOR = Duration.ofMinutes(1);
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(2);

  private final NodeDirectory directory;
  private final InstantSource clock;
  private Map<Digest, DirectoryEntry> nodes = Map.of();
  private Instant askedAt = Instant.EPOCH;

  public ChainRoster(NodeDirectory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<DirectoryEntry> find(Digest nodeId) {
    refresh(nodes.containsKey(nodeId) ? FRESH_FOR : ASK_AGAIN_AFTER);
    return Optional.ofNullable(nodes.get(nodeId));
  }

  @Override
  public synchronized List<DirectoryEntry> nodes() {
    refresh(nodes.isEmpty() ? ASK_AGAIN_AFTER : FRESH_FOR);
    return List.copyOf(nodes.values());
  }

  private void refresh(Duration after) {
    Instant now = clock.instant();
    if (askedAt.plus(after).isAfter(now)) {
      return;
    }
    askedAt = now;
    try {
      nodes = ask();
    } catch (PeerzException e) {
      if (e.kind() != ErrorKind.LEDGER) {
        throw e;
      }
      // While the chain does not answer, who was registered stays registered.
    }
  }

  private Map<Digest, DirectoryEntry> ask() {
    BigInteger leastWei = directory.minStakeWei();
    Map<Digest, DirectoryEntry> eligible = new LinkedHashMap<>();
    for (RegisteredNode node : directory.all()) {
      if (!node.jailed() && node.stakeWei().compareTo(leastWei) >= 0) {
        eligible.put(node.nodeId(), entry(node));
      }
    }
    return eligible;
  }

  private static DirectoryEntry entry(RegisteredNode node) {
    return new DirectoryEntry(
        node.nodeId(),
        node.owner(),
        node.signer(),
        node.stakeWei(),
        new NodeAddress(node.endpoint().host(), node.endpoint().port(), node.spkiHash()),
        List.of());
  }
}
