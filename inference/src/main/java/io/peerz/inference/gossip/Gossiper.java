package io.peerz.inference.gossip;

import io.peerz.inference.wire.GossipMessage;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.ShardClients;
import io.peerz.proof.announce.SignedNotice;
import io.peerz.proof.error.PeerzException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes part in the gossip over the network: signs a notice at every beat, begins an exchange at
 * every round. One platform thread keeps the time, virtual threads wait for peers; a peer that does
 * not answer costs one round.
 */
public final class Gossiper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gossiper.class);

  /**
   * Exchanges that may wait for their partners at once; rounds that find all taken are left out.
   */
  private static final int MOST_WAITING = 16;

  private static final int FAREWELLS = 3;

  private final Gossip gossip;
  private final ShardClients clients;
  private final GossipConfig config;
  private final InstantSource clock;
  private final Supplier<Optional<SignedNotice>> own;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("gossip").factory());
  private final ExecutorService exchanges = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private Instant nextBeat = Instant.MIN; // the timer's thread

  /**
   * A party that is not started yet.
   *
   * @param own signs what this node has to say of itself now; empty when it serves nothing
   */
  public Gossiper(
      Gossip gossip,
      ShardClients clients,
      GossipConfig config,
      InstantSource clock,
      Supplier<Optional<SignedNotice>> own) {
    this.gossip = gossip;
    this.clients = clients;
    this.config = config;
    this.clock = clock;
    this.own = own;
  }

  public void start() {
    Future<?> _ =
        timer.scheduleWithFixedDelay(
            this::round, 0, config.round().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Stops; the last notice of a node is told to a few others first. */
  @Override
  public void close() {
    timer.shutdownNow();
    Instant now = clock.instant();
    if (beat(now)) {
      for (int i = 0; i < FAREWELLS; i++) {
        gossip.partners(now).forEach(partner -> exchanges.execute(() -> exchange(partner)));
      }
    }
    exchanges.shutdown();
    try {
      exchanges.awaitTermination(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchanges.shutdownNow();
  }

  private void round() {
    try {
      Instant now = clock.instant();
      if (!now.isBefore(nextBeat)) {
        beat(now);
      }
      for (NodeAddress partner : gossip.partners(now)) {
        if (waiting.tryAcquire()) {
          exchanges.execute(() -> exchangeAndRelease(partner));
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("a round of gossip failed: {}", e.getMessage()); // the next one may not
    }
  }

  /** Whether there is anything to say. */
  private boolean beat(Instant now) {
    Optional<SignedNotice> notice = own.get();
    notice.ifPresent(said -> gossip.say(said, now));
    nextBeat =
        notice
            .map(said -> Duration.ofMillis(said.notice().lifeMillis() / config.beatsOfLife()))
            .map(now::plus)
            .orElse(now.plus(config.beat()));
    return notice.isPresent();
  }

  private void exchangeAndRelease(NodeAddress partner) {
    try {
      exchange(partner);
    } finally {
      waiting.release();
    }
  }

  private void exchange(NodeAddress partner) {
    try {
      GossipMessage answer =
          clients.exchange(partner, gossip.opening(clock.instant()), config.timeout());
      gossip
          .closing(answer, clock.instant())
          .ifPresent(rest -> clients.exchange(partner, rest, config.timeout()));
    } catch (PeerzException e) {
      LOG.debug("{} did not gossip: {}", partner, e.getMessage());
    }
  }
}
