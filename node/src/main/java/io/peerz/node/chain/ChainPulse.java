package io.peerz.node.chain;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Looks at the chain several times a second and remembers what it saw, so that nobody else has to
 * wait for it. One thread writes; any thread reads.
 */
public final class ChainPulse {
  private static final long PAUSE_MILLIS = 250;
  private static final long STALE_NANOS = 15_000_000_000L;

  /** What one look saw. */
  private record Look(long epoch, long head, BigInteger gasWei, long atNanos) {}

  private final ChainClient chain;
  private final Address gasAccount;
  private volatile Look last;
  private volatile String trouble = "";
  private Thread thread;

  /**
   * Nothing is looked at before {@link #start}.
   *
   * @param gasAccount the account that pays for this process's transactions
   */
  public ChainPulse(ChainClient chain, Address gasAccount) {
    this.chain = chain;
    this.gasAccount = gasAccount;
  }

  /** Looks once, so that there is an answer, then goes on in the background. */
  public void start() {
    look();
    thread = Thread.ofVirtual().name("chain-pulse").start(this::run);
  }

  public void stop() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  public long epoch() {
    return last.epoch();
  }

  public long head() {
    return last.head();
  }

  /** What is left to pay for transactions. */
  public BigInteger gasWei() {
    return last.gasWei();
  }

  /** Why the chain was not seen of late. */
  public Optional<String> problem() {
    boolean stale = System.nanoTime() - last.atNanos() > STALE_NANOS;
    return stale ? Optional.of(trouble) : Optional.empty();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(PAUSE_MILLIS);
        lookAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAgain() {
    try {
      look();
    } catch (PeerzException e) {
      trouble = e.getMessage();
    }
  }

  private void look() {
    last =
        new Look(
            chain.currentEpoch(), chain.head(), chain.balanceWei(gasAccount), System.nanoTime());
  }
}
