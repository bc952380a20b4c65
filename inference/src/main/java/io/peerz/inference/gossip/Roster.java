package io.peerz.inference.gossip;

import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.announce.ShardNotice;
import io.peerz.proof.error.ErrorKind;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of the registry, so that few questions go there: nodes that it knows for a
 * minute, ids that it does not know for two seconds, and so many questions per second at most,
 * whatever strangers say. While it does not answer, who was registered stays registered.
 * Thread-safe; blocks when it has to ask.
 */
public final class Roster {
  private static final Duration KNOWN_FOR = Duration.ofMinutes(1);
  private static final Duration UNKNOWN_FOR = Duration.ofSeconds(2);
  private static final Duration ALL_AGAIN_AFTER = Duration.ofMinutes(2);
  private static final int MOST_QUESTIONS_PER_SECOND = 32;
  private static final int MOST_STRANGERS = 4_096;

  private record Known(DirectoryEntry node, Instant until) {}

  private final Registry registry;
  private final InstantSource clock;
  private final Map<Digest, Known> known = new HashMap<>(); // guarded by this, as all below
  private final Map<Digest, Instant> strangers = new OldestGoes(); // until when nobody asks again
  private Instant allAgainAt = Instant.MIN;
  private long second;
  private int questions; // in that second

  public Roster(Registry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** The node that a notice is of, if it may serve and is registered where the notice says. */
  Optional<DirectoryEntry> of(ShardNotice notice) {
    Digest endpoint = notice.announcement().endpointHash();
    Optional<DirectoryEntry> node = remembered(notice.nodeId(), endpoint);
    if (node.isEmpty() && mayAsk(notice.nodeId())) {
      ask(notice.nodeId());
    }
    return lastKnown(notice.nodeId()).filter(entry -> isAt(entry, endpoint));
  }

  /** All nodes that may serve, as far as they are known. */
  List<DirectoryEntry> all() {
    if (isDue()) {
      try {
        registry.all().forEach(node -> remember(node.nodeId(), Optional.of(node)));
      } catch (PeerzException e) {
        requireLedger(e);
      }
    }
    return nodes();
  }

  private void ask(Digest nodeId) {
    try {
      remember(nodeId, registry.find(nodeId));
    } catch (PeerzException e) {
      requireLedger(e);
    }
  }

  private synchronized Optional<DirectoryEntry> remembered(Digest nodeId, Digest endpointHash) {
    return Optional.ofNullable(known.get(nodeId))
        .filter(entry -> clock.instant().isBefore(entry.until()))
        .map(Known::node)
        .filter(node -> isAt(node, endpointHash));
  }

  private synchronized Optional<DirectoryEntry> lastKnown(Digest nodeId) {
    return Optional.ofNullable(known.get(nodeId)).map(Known::node);
  }

  private synchronized List<DirectoryEntry> nodes() {
    return known.values().stream().map(Known::node).toList();
  }

  private synchronized void remember(Digest nodeId, Optional<DirectoryEntry> node) {
    Instant now = clock.instant();
    if (node.isPresent()) {
      known.put(nodeId, new Known(node.get(), now.plus(KNOWN_FOR)));
    } else {
      known.remove(nodeId);
      strangers.put(nodeId, now.plus(UNKNOWN_FOR));
    }
  }

  private synchronized boolean isDue() {
    Instant now = clock.instant();
    if (now.isBefore(allAgainAt)) {
      return false;
    }
    allAgainAt = now.plus(known.isEmpty() ? UNKNOWN_FOR : ALL_AGAIN_AFTER);
    return true;
  }

  private synchronized boolean mayAsk(Digest nodeId) {
    Instant now = clock.instant();
    if (now.isBefore(strangers.getOrDefault(nodeId, Instant.MIN))) {
      return false;
    }
    if (second != now.getEpochSecond()) {
      second = now.getEpochSecond();
      questions = 0;
    }
    questions++;
    return questions <= MOST_QUESTIONS_PER_SECOND;
  }

  private static boolean isAt(DirectoryEntry node, Digest endpointHash) {
    NodeAddress at = node.address();
    return endpointHash.equals(ShardNotice.endpointHash(at.host(), at.port(), at.spkiHash()));
  }

  private static void requireLedger(PeerzException e) {
    if (e.kind() != ErrorKind.LEDGER) {
      throw e;
    }
  }

  /** Anybody may make up as many ids as he likes. */
  private static final class OldestGoes extends LinkedHashMap<Digest, Instant> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Digest, Instant> eldest) {
      return size() > MOST_STRANGERS;
    }
  }
}
