package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.PEER_MISBEHAVED;

import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What comes into one session of a ring: work, and the sealed leaves of the rows that came as work.
 * Bounded; filled from event loops, emptied by the session's ring thread and its lane. Thread-safe.
 */
final class RingIntake {
  /** Steps on their way: the hop before may be two chunks ahead. */
  private static final int STEPS = 8;

  /** What the ring thread finds next. */
  sealed interface Item {
    record Work(ClientMessage.Step step) implements Item {}

    /** The client stops the ring; positions below {@code confirmed} are part of the answer. */
    record Halt(int confirmed) implements Item {}

    /** The session ends. */
    record Stop() implements Item {}
  }

  private final Digest key;
  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(STEPS + 2);
  private final List<ServerMessage.Receipt> seals = new ArrayList<>();
  private final List<Digest> sealedLeaves = new ArrayList<>();
  private boolean unsealedAllowed;

  RingIntake(Digest key) {
    this.key = key;
  }

  /** Whether somebody may push here. */
  boolean opensTo(Digest shown) {
    return key.equals(shown);
  }

  void offer(Item item) {
    if (!items.offer(item)) {
      throw new PeerzException(
          ErrorCode.BUSY, "too many steps are under way to this hop; wait for its receipts");
    }
  }

  /** The next item, or null when none came in time. */
  Item take(Duration patience) throws InterruptedException {
    return items.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The hop before says what it signed for the next rows. */
  synchronized void seal(ServerMessage.Receipt receipt) {
    long next = sealedLeaves.size();
    Require.that(
        receipt.signed().receipt().posStart() == next
            && receipt.outputLeaves().size() == receipt.signed().receipt().tokens()
            && RowTree.salted(receipt.salt(), RowTree.rootOfLeaves(receipt.outputLeaves()))
                .equals(receipt.signed().receipt().outCommit()),
        PEER_MISBEHAVED,
        "the hop before sent a seal that does not fit what it signed");
    seals.add(receipt);
    sealedLeaves.addAll(receipt.outputLeaves());
    notifyAll();
  }

  /** From now on rows are signed for as they came, sealed or not: the hop before may be dead. */
  synchronized void allowUnsealed() {
    unsealedAllowed = true;
    notifyAll();
  }

  /**
   * Waits until the hop before has signed for the rows that came from it, and compares.
   *
   * @param leaves of the rows from {@code posStart} on, as they came
   */
  synchronized void requireSealed(int posStart, List<Digest> leaves, Duration patience) {
    int end = posStart + leaves.size();
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (sealedLeaves.size() < end && !unsealedAllowed) {
        wait(millisLeft(deadline));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "the session ends", e);
    }
    int sealed = Math.clamp(sealedLeaves.size(), posStart, end);
    Require.that(
        sealedLeaves.subList(posStart, sealed).equals(leaves.subList(0, sealed - posStart)),
        PEER_MISBEHAVED,
        "the hop before signed other rows than it sent");
  }

  /** The receipts behind the seals, oldest first. */
  synchronized List<ServerMessage.Receipt> takeSeals() {
    List<ServerMessage.Receipt> taken = List.copyOf(seals);
    seals.clear();
    return taken;
  }

  private static long millisLeft(long deadline) {
    long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
    Require.that(
        leftMillis > 0,
        ErrorCode.PEER_UNREACHABLE,
        "the hop before gave no account of the rows it sent; choose another one for it");
    return leftMillis;
  }
}
