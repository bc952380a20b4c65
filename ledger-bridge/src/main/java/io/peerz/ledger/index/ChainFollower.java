package io.peerz.ledger.index;

import io.peerz.ledger.chain.BlockView;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.proof.error.PeerzException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an index at the head of its chain, on one thread of its own. What a reorganisation takes
 * away is forgotten before the blocks in its place are read.
 */
public final class ChainFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChainFollower.class);
  private static final int BLOCKS_AT_ONCE = 64;

  private final ChainClient chain;
  private final LedgerIndex index;
  private final Duration pause;
  private final Runnable onChange;
  private volatile boolean running;
  private volatile long headSeen;
  private volatile String trouble = "";
  private Thread thread;

  /**
   * A follower that does nothing yet.
   *
   * @param pause between two looks at a chain without news
   * @param onChange runs on the follower's thread after every change of the index, and when trouble
   *     begins or ends
   */
  public ChainFollower(ChainClient chain, LedgerIndex index, Duration pause, Runnable onChange) {
    this.chain = chain;
    this.index = index;
    this.pause = pause;
    this.onChange = onChange;
  }

  public synchronized void start() {
    if (thread == null) {
      running = true;
      thread = Thread.ofVirtual().name("chain-follower").start(this::follow);
    }
  }

  private void follow() {
    while (running) {
      boolean moved = false;
      String before = trouble;
      try {
        moved = step();
        trouble = "";
      } catch (PeerzException e) {
        trouble = e.getMessage();
        if (!trouble.equals(before)) {
          LOG.warn("the index stands still: {}", trouble);
        }
      }
      if (moved || !trouble.equals(before)) {
        onChange.run();
      } else if (running) {
        LockSupport.parkNanos(pause.toNanos());
      }
    }
  }

  /** One look at the chain; false when there was nothing to do. Blocking. */
  boolean step() {
    Optional<LedgerIndex.Tip> tip = index.tip();
    headSeen = chain.head();
    if (tip.isPresent() && !stillCanonical(tip.get())) {
      index.forget(tip.get());
      return true;
    }
    long next = tip.map(t -> t.number() + 1).orElse(index.firstBlock());
    List<BlockView> blocks = read(next, tip);
    index.append(blocks);
    return !blocks.isEmpty();
  }

  private boolean stillCanonical(LedgerIndex.Tip tip) {
    return chain.blockHash(tip.number()).filter(tip.hash()::equals).isPresent();
  }

  /** The next blocks as far as each follows on the one before. */
  private List<BlockView> read(long from, Optional<LedgerIndex.Tip> tip) {
    List<BlockView> blocks = new ArrayList<>();
    var parent = tip.map(LedgerIndex.Tip::hash);
    for (long n = from; n <= headSeen && blocks.size() < BLOCKS_AT_ONCE; n++) {
      Optional<BlockView> block = chain.blockView(n);
      if (block.isEmpty() || (parent.isPresent() && !parent.get().equals(block.get().parent()))) {
        break;
      }
      blocks.add(block.get());
      parent = Optional.of(block.get().hash());
    }
    return blocks;
  }

  /** Height of the chain when it was last looked at. */
  public long head() {
    return headSeen;
  }

  /** Why the index stands still, or an empty text. */
  public String trouble() {
    return trouble;
  }

  @Override
  public synchronized void close() {
    running = false;
    if (thread != null) {
      LockSupport.unpark(thread);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }
}
