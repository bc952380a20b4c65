package io.peerz.inference.gossip;

import io.peerz.inference.route.ServiceTime;
import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.swarm.DirectorySource;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.announce.ShardNotice;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who serves a model now, as the gossip says. While nobody has told anything, the registry's own
 * list stands in; for a few beats after the start it is added to what was heard, because silence
 * proves nothing yet. Thread-safe; may block where the registry is asked.
 */
public final class GossipDirectory implements DirectorySource {
  private final Roster roster;
  private final NoticeBook book;
  private final DirectorySource registry;
  private final InstantSource clock;
  private final Instant settledAt;

  /** Starts to count from now how long it has listened. */
  public GossipDirectory(
      Roster roster,
      NoticeBook book,
      DirectorySource registry,
      GossipConfig config,
      InstantSource clock) {
    this.roster = roster;
    this.book = book;
    this.registry = registry;
    this.clock = clock;
    Duration patience = config.lifeAmong(0);
    this.settledAt = clock.instant().plus(patience);
  }

  @Override
  public List<DirectoryEntry> active(Digest modelId) {
    Instant now = clock.instant();
    List<ShardNotice> heard =
        book.living(now).stream()
            .map(living -> living.signed().notice())
            .filter(notice -> notice.announcement().modelId().equals(modelId))
            .toList();
    List<DirectoryEntry> living = heard.stream().flatMap(notice -> entry(notice).stream()).toList();
    if (!living.isEmpty() && now.isAfter(settledAt)) {
      return living;
    }
    return Stream.concat(
            living.stream(),
            registry.active(modelId).stream().filter(node -> !book.hasHeardOf(node.nodeId())))
        .toList();
  }

  /** The registry says whose node it is and what it risks, the notice everything else. */
  private Optional<DirectoryEntry> entry(ShardNotice notice) {
    return roster
        .find(notice.nodeId())
        .map(
            node ->
                new DirectoryEntry(
                    node.nodeId(),
                    node.operator(),
                    node.signer(),
                    node.stakeWei(),
                    new NodeAddress(notice.host(), notice.port(), notice.spkiHash()),
                    List.of(listing(notice))));
  }

  private static DirectoryEntry.Listing listing(ShardNotice notice) {
    return new DirectoryEntry.Listing(
        notice.announcement().shard(),
        notice.announcement().pricePerGcuWei(),
        new ServiceTime(
            notice.prefillNanosPerLayerToken(),
            notice.decodeNanosPerLayerToken(),
            notice.queuedTokens()),
        notice.standing() == ShardNotice.Standing.LEAVING);
  }
}
