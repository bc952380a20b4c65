package io.peerz.inference.gossip;

import io.peerz.inference.serve.NodeIdentity;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.NodeDescription;
import io.peerz.proof.announce.ShardAnnouncement;
import io.peerz.proof.announce.ShardNotice;
import io.peerz.proof.announce.SignedNotice;
import io.peerz.proof.encode.Domain;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Signs what a node has to say of itself at this moment. Thread-safe. */
public final class NoticeWriter implements Supplier<Optional<SignedNotice>> {
  private static final long MILLIS_PER_SECOND = 1_000;

  private final NodeIdentity identity;
  private final Domain nodeRegistry;
  private final NodeAddress address;
  private final Supplier<NodeDescription> self;
  private final Supplier<Duration> life;
  private final InstantSource clock;
  private final Duration clockSkew;
  private boolean gone;
  private long lastSeq;

  /**
   * A writer for one node.
   *
   * @param address where others reach it
   * @param self its shard, load and service times now
   * @param life how long a notice shall count, by the size of the swarm
   */
  public NoticeWriter(
      NodeIdentity identity,
      Domain nodeRegistry,
      NodeAddress address,
      Supplier<NodeDescription> self,
      Supplier<Duration> life,
      GossipConfig config,
      InstantSource clock) {
    this.identity = identity;
    this.nodeRegistry = nodeRegistry;
    this.address = address;
    this.self = self;
    this.life = life;
    this.clock = clock;
    this.clockSkew = config.clockSkew();
  }

  /** From now on notices say that the node is gone. */
  public synchronized void farewell() {
    gone = true;
  }

  /** A notice of the shard that is served; empty where there is none. */
  @Override
  public synchronized Optional<SignedNotice> get() {
    return self.get().shards().stream().findFirst().map(this::sign);
  }

  private SignedNotice sign(NodeDescription.Shard shard) {
    long lifeMillis = life.get().toMillis();
    lastSeq = Math.max(clock.millis(), lastSeq + NoticeBook.LEAST_MILLIS_BETWEEN);
    ShardAnnouncement announcement =
        new ShardAnnouncement(
            identity.nodeId(),
            shard.shard().modelId(),
            shard.shard().layerStart(),
            shard.shard().layerEnd(),
            shard.profile(),
            shard.pricePerGcuWei(),
            ShardNotice.endpointHash(address.host(), address.port(), address.spkiHash()),
            lastSeq,
            (lastSeq + lifeMillis + clockSkew.toMillis()) / MILLIS_PER_SECOND);
    ShardNotice notice =
        new ShardNotice(
            announcement,
            shard.prefillNanosPerLayerToken(),
            shard.decodeNanosPerLayerToken(),
            shard.queuedTokens(),
            gone,
            Math.toIntExact(lifeMillis));
    return SignedNotice.by(identity.key(), notice, nodeRegistry);
  }
}
