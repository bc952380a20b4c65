package io.peerz.inference.gossip;

import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.wire.GossipMessage;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.announce.SignedNotice;
import io.peerz.proof.id.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * One party of the gossip: whom to talk to next and what to say. No threads, no connections, no
 * clock: those who have them drive it, real or simulated.
 *
 * <p>An exchange goes there and back and, where the other lacks something, there again: push and
 * pull, which brings news to everybody in a number of rounds that grows with the logarithm of their
 * number. What was lost is made up for in the next exchange, because each names all it knows. (A.
 * Demers et al., Epidemic algorithms for replicated database maintenance, 1987.) Thread-safe.
 */
public final class Gossip {
  /** One partner in so many comes from the registry, so that parts that lost each other meet. */
  private static final int STRANGERS = 8;

  private static final int ENOUGH_ANSWERS = 3;

  private final Optional<Digest> self;
  private final Roster roster;
  private final NoticeBook book;
  private final GossipConfig config;
  private final RandomGenerator random;
  private final AtomicInteger answers = new AtomicInteger();

  /**
   * A party.
   *
   * @param self empty for one that only listens
   */
  public Gossip(
      Optional<Digest> self,
      Roster roster,
      NoticeBook book,
      GossipConfig config,
      RandomGenerator random) {
    this.self = self;
    this.roster = roster;
    this.book = book;
    this.config = config;
    this.random = random;
  }

  /** Whether enough others have told all they know that who was not named is not there. */
  boolean hasListened() {
    return answers.get() >= ENOUGH_ANSWERS;
  }

  /** Says something of this node itself. */
  public void say(SignedNotice own, Instant now) {
    book.take(own, now);
  }

  /** Whom to talk to in this round. */
  public List<NodeAddress> partners(Instant now) {
    List<NodeAddress> living =
        book.living(now).stream()
            .map(Heard::node)
            .filter(node -> !self.equals(Optional.of(node.nodeId())))
            .map(DirectoryEntry::address)
            .toList();
    boolean strangers = living.isEmpty() || random.nextInt(STRANGERS) == 0;
    return some(strangers ? registered() : living);
  }

  /** What to begin an exchange with. */
  public GossipMessage opening(Instant now) {
    return new GossipMessage(true, book.known(now), List.of(), List.of());
  }

  /** Takes in what somebody said, and answers. */
  public GossipMessage answer(GossipMessage message, Instant now) {
    takeAll(message.notices(), now);
    if (!message.asks()) {
      return GossipMessage.NOTHING;
    }
    return new GossipMessage(
        false, List.of(), book.newerThan(message.known(), now), book.olderThan(message.known()));
  }

  /** Takes an answer in; what is left to say, if anything. */
  public Optional<GossipMessage> closing(GossipMessage answer, Instant now) {
    takeAll(answer.notices(), now);
    answers.incrementAndGet();
    List<SignedNotice> wanted = book.of(answer.wanted(), now);
    return wanted.isEmpty()
        ? Optional.empty()
        : Optional.of(new GossipMessage(false, List.of(), wanted, List.of()));
  }

  /** Honest nodes check before they pass on, so nobody needs to read on behind a forgery. */
  private void takeAll(List<SignedNotice> notices, Instant now) {
    for (SignedNotice notice : notices) {
      if (book.take(notice, now) == NoticeBook.Verdict.FORGED) {
        return;
      }
    }
  }

  private List<NodeAddress> registered() {
    return roster.all().stream()
        .filter(node -> !self.equals(Optional.of(node.nodeId())))
        .map(DirectoryEntry::address)
        .toList();
  }

  private List<NodeAddress> some(List<NodeAddress> all) {
    List<NodeAddress> left = new ArrayList<>(all);
    int count = Math.min(config.fanOut(), left.size());
    for (int i = 0; i < count; i++) {
      Collections.swap(left, i, i + random.nextInt(left.size() - i));
    }
    return List.copyOf(left.subList(0, count));
  }
}
