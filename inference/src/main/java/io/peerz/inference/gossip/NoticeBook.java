package io.peerz.inference.gossip;

import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.wire.GossipCodec;
import io.peerz.inference.wire.GossipMessage;
import io.peerz.proof.announce.ShardNotice;
import io.peerz.proof.announce.SignedNotice;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The newest notice of every node. A notice is taken in once, when it is newer than the last, near
 * enough to now, of a registered node and signed by it; so old notices cannot be played again, and
 * a node that is gone stays so. Remembers one notice for each registered node and no more.
 * Thread-safe; asks the roster, which may block.
 */
public final class NoticeBook {
  /** Nobody speaks more often, so nobody can make others check signatures all day. */
  static final long LEAST_MILLIS_BETWEEN = 100;

  /** What became of a notice. */
  public enum Verdict {
    TAKEN,
    /** It is no newer than what is known, or comes too soon after it. */
    KNOWN,
    /** Signed too long ago, or in the future. */
    OUT_OF_TIME,
    /** Nobody registered this node, or it may not serve. */
    NOT_REGISTERED,
    /** Signed by somebody else. */
    FORGED
  }

  private final Roster roster;
  private final BiConsumer<SignedNotice, Address> signatures;
  private final Duration clockSkew;
  private final Map<Long, Heard> newest = new HashMap<>(); // by node key; guarded by this

  /**
   * An empty book.
   *
   * @param signatures refuses with BAD_SIGNATURE what the given signer did not sign
   */
  public NoticeBook(
      Roster roster, BiConsumer<SignedNotice, Address> signatures, GossipConfig config) {
    this.roster = roster;
    this.signatures = signatures;
    this.clockSkew = config.clockSkew();
  }

  /** Takes a notice in, or says why not. */
  public Verdict take(SignedNotice signed, Instant now) {
    ShardNotice notice = signed.notice();
    if (!isTimely(notice, now)) {
      return Verdict.OUT_OF_TIME;
    }
    if (!isNewer(notice)) {
      return Verdict.KNOWN;
    }
    Optional<DirectoryEntry> node = roster.of(notice);
    if (node.isEmpty()) {
      return Verdict.NOT_REGISTERED;
    }
    try {
      signatures.accept(signed, node.get().signer());
    } catch (PeerzException forged) {
      return Verdict.FORGED;
    }
    return put(new Heard(signed, node.get(), now)) ? Verdict.TAKEN : Verdict.KNOWN;
  }

  /** What is known of every node that spoke lately. */
  synchronized List<GossipMessage.Known> known(Instant now) {
    newest.values().removeIf(heard -> !isTimely(heard.notice(), now));
    return newest.entrySet().stream()
        .map(e -> new GossipMessage.Known(e.getKey(), e.getValue().notice().seq()))
        .limit(GossipCodec.MAX_NODES)
        .toList();
  }

  /** What somebody lacks who knows so much; who fell silent is not spoken of. */
  synchronized List<SignedNotice> newerThan(List<GossipMessage.Known> known, Instant now) {
    Map<Long, Long> theirs = new HashMap<>();
    known.forEach(k -> theirs.put(k.nodeKey(), k.seq()));
    return newest.entrySet().stream()
        .filter(e -> e.getValue().isFresh(now))
        .filter(e -> e.getValue().notice().seq() > theirs.getOrDefault(e.getKey(), -1L))
        .map(e -> e.getValue().signed())
        .limit(GossipCodec.MAX_NODES)
        .toList();
  }

  /** Keys of nodes of which somebody else has a newer notice, or one that is not known here. */
  synchronized List<Long> olderThan(List<GossipMessage.Known> known) {
    return known.stream()
        .filter(k -> seqOf(k.nodeKey()) < k.seq())
        .map(GossipMessage.Known::nodeKey)
        .limit(GossipCodec.MAX_NODES)
        .toList();
  }

  /** The fresh notices of these nodes. */
  synchronized List<SignedNotice> of(List<Long> nodeKeys, Instant now) {
    List<SignedNotice> found = new ArrayList<>();
    for (long key : nodeKeys) {
      Heard heard = newest.get(key);
      if (heard != null && heard.isFresh(now)) {
        found.add(heard.signed());
      }
    }
    return found;
  }

  /** How many nodes serve now. */
  public int serving(Instant now) {
    return living(now).size();
  }

  /** The notices of all nodes that serve. */
  List<Heard> living(Instant now) {
    return all().stream().filter(heard -> heard.lives(now)).toList();
  }

  /** The newest notice of each node that was heard of lately, whether it lives or not. */
  synchronized List<Heard> all() {
    return List.copyOf(newest.values());
  }

  private boolean isTimely(ShardNotice notice, Instant now) {
    return notice.seq() <= now.toEpochMilli() + clockSkew.toMillis()
        && notice.seq() >= now.toEpochMilli() - clockSkew.toMillis() - notice.lifeMillis()
        && notice.announcement().validUntilSeconds() >= now.getEpochSecond();
  }

  private synchronized boolean isNewer(ShardNotice notice) {
    long last = seqOf(GossipMessage.keyOf(notice.nodeId()));
    return last < 0 || notice.seq() >= last + LEAST_MILLIS_BETWEEN;
  }

  private synchronized boolean put(Heard heard) {
    ShardNotice notice = heard.notice();
    if (!isNewer(notice)) {
      return false; // somebody brought it while the signature was checked
    }
    newest.put(GossipMessage.keyOf(notice.nodeId()), heard);
    return true;
  }

  private long seqOf(long nodeKey) {
    Heard heard = newest.get(nodeKey);
    return heard == null ? -1 : heard.notice().seq();
  }
}
