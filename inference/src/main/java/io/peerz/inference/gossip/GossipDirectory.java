package io.peerz.inference.gossip;

import io.peerz.inference.route.ServiceTime;
import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.swarm.DirectorySource;
import io.peerz.proof.announce.ShardNotice;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who serves a model now, as the gossip says. Before enough was heard, and where those who speak do
 * not hold all layers, the registry's own list and nodes that fell silent are added: silence proves
 * nothing on a busy machine, and whoever measures finds out. Thread-safe; may block where the
 * registry is asked.
 */
public final class GossipDirectory implements DirectorySource {
  private final Gossip gossip;
  private final NoticeBook book;
  private final DirectorySource registry;
  private final InstantSource clock;

  public GossipDirectory(
      Gossip gossip, NoticeBook book, DirectorySource registry, InstantSource clock) {
    this.gossip = gossip;
    this.book = book;
    this.registry = registry;
    this.clock = clock;
  }

  @Override
  public List<DirectoryEntry> active(Digest modelId) {
    Instant now = clock.instant();
    List<Heard> heard =
        book.all().stream()
            .filter(one -> one.notice().announcement().modelId().equals(modelId))
            .toList();
    List<Heard> living = heard.stream().filter(one -> one.lives(now)).toList();
    if (gossip.hasListened() && !living.isEmpty() && layers(living).equals(layers(heard))) {
      return living.stream().map(GossipDirectory::entry).toList();
    }
    Set<Digest> spokeOf =
        heard.stream().map(one -> one.node().nodeId()).collect(Collectors.toSet());
    return Stream.concat(
            heard.stream().filter(one -> !one.notice().gone()).map(GossipDirectory::entry),
            registry.active(modelId).stream().filter(node -> !spokeOf.contains(node.nodeId())))
        .toList();
  }

  private static BitSet layers(List<Heard> nodes) {
    BitSet layers = new BitSet();
    for (Heard one : nodes) {
      ShardId shard = one.notice().announcement().shard();
      layers.set(shard.layerStart(), shard.layerEnd());
    }
    return layers;
  }

  /** The registry says whose node it is, where it is and what it risks, the notice the rest. */
  private static DirectoryEntry entry(Heard heard) {
    DirectoryEntry node = heard.node();
    return new DirectoryEntry(
        node.nodeId(),
        node.operator(),
        node.signer(),
        node.stakeWei(),
        node.address(),
        List.of(listing(heard.notice())));
  }

  private static DirectoryEntry.Listing listing(ShardNotice notice) {
    return new DirectoryEntry.Listing(
        notice.announcement().shard(),
        notice.announcement().pricePerGcuWei(),
        new ServiceTime(
            notice.prefillNanosPerLayerToken(),
            notice.decodeNanosPerLayerToken(),
            notice.queuedTokens()));
  }
}
