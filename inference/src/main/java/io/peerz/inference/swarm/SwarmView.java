package io.peerz.inference.swarm;

import io.peerz.inference.route.LinkTable;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.Route;
import io.peerz.inference.wire.NodeDescription;
import io.peerz.inference.wire.ShardClients;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the swarm: who is registered, how far each node is (L) and how fast (T). A node that does
 * not answer, or answers for another, rests for a while. Thread-safe and blocking: virtual threads.
 */
public final class SwarmView {
  private static final Logger LOG = LoggerFactory.getLogger(SwarmView.class);
  private static final long NANOS_PER_MICRO = 1_000;

  private final DirectorySource directory;
  private final ShardClients clients;
  private final SwarmConfig config;
  private final InstantSource clock;
  private final Map<Digest, NodeWatch> watches = new ConcurrentHashMap<>();
  private final Credibility credibility = new Credibility();

  public SwarmView(
      DirectorySource directory, ShardClients clients, SwarmConfig config, InstantSource clock) {
    this.directory = directory;
    this.clients = clients;
    this.config = config;
    this.clock = clock;
  }

  /** The swarm that serves a model; measures what is too old, all nodes at once. */
  public Snapshot look(Digest modelId) {
    List<DirectoryEntry> entries = directory.active(modelId);
    try (ExecutorService measuring = Executors.newVirtualThreadPerTaskExecutor()) {
      for (DirectoryEntry entry : entries) {
        if (isDue(watch(entry.nodeId()))) {
          measuring.execute(() -> measure(entry));
        }
      }
    }
    return snapshot(modelId, entries);
  }

  /** A session met a failure of this node: leave it out for a while. */
  public void failed(Digest nodeId) {
    watch(nodeId).failed(clock.instant(), config.rest());
  }

  /**
   * An answer came over a route without a failure: what its nodes claim is compared with what the
   * client saw.
   *
   * @param promised one token over the route, as planned
   */
  public void observed(Route route, Duration promised, Duration meanToken) {
    credibility.observed(route.hops(), promised, meanToken, clock.instant());
  }

  private Snapshot snapshot(Digest modelId, List<DirectoryEntry> entries) {
    Instant now = clock.instant();
    List<Offer> offers = new ArrayList<>();
    Map<Digest, Long> delays = new HashMap<>();
    Map<Digest, Duration> ages = new HashMap<>();
    for (DirectoryEntry entry : entries) {
      NodeWatch watch = watch(entry.nodeId());
      watch.age(now).ifPresent(age -> ages.put(entry.nodeId(), age));
      watch.oneWayMicros().ifPresent(micros -> delays.put(entry.nodeId(), micros));
      if (!watch.rests(now)) {
        watch.offers(entry).forEach(offer -> offers.add(credibility.believed(offer, now)));
      }
    }
    offers.removeIf(offer -> !offer.shard().modelId().equals(modelId));
    return new Snapshot(offers, LinkTable.relayed(delays), ages);
  }

  private boolean isDue(NodeWatch watch) {
    Instant now = clock.instant();
    boolean old = watch.age(now).map(age -> age.compareTo(config.maxAge()) >= 0).orElse(true);
    return old && !watch.rests(now);
  }

  private void measure(DirectoryEntry entry) {
    NodeWatch watch = watch(entry.nodeId());
    try {
      if (watch.isNew()) {
        describe(entry); // pays for the handshake, so that the next one measures the link alone
      }
      long start = System.nanoTime();
      NodeDescription description = describe(entry);
      long micros = (System.nanoTime() - start) / NANOS_PER_MICRO;
      watch.measured(description, micros, clock.instant());
    } catch (PeerzException e) {
      LOG.info("node {} is left out: {}", entry.nodeId().shortHex(), e.getMessage());
      failed(entry.nodeId());
    }
  }

  private NodeDescription describe(DirectoryEntry entry) {
    NodeDescription description = clients.describe(entry.address(), config.describeTimeout());
    Require.that(
        description.nodeId().equals(entry.nodeId()),
        ErrorCode.PEER_MISBEHAVED,
        entry.address() + " says it is node " + description.nodeId().shortHex());
    return description;
  }

  private NodeWatch watch(Digest nodeId) {
    return watches.computeIfAbsent(nodeId, id -> new NodeWatch());
  }
}
