package io.peerz.ledger.chain;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.sign.SigningKey;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends transactions of one key. One thread, named after the account, is the only owner of the
 * nonce: it sends one transaction after the other, raises fees under the same nonce, waits for
 * confirmations, and sends again what a reorganisation dropped.
 */
public final class TransactionSender implements AutoCloseable {
  private static final int QUEUE_LIMIT = 1_024;

  private final ChainClient chain;
  private final SenderLoop loop;
  private final Address address;
  private final BlockingQueue<Submission> queue = new ArrayBlockingQueue<>(QUEUE_LIMIT);
  private final Thread thread;
  private volatile boolean closed;

  private TransactionSender(ChainClient chain, SigningKey key, TransactionLog log) {
    this.chain = chain;
    this.address = key.address();
    this.loop = new SenderLoop(chain, new TransactionSigner(key, chain.chainId()), log);
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("sender-" + address.hex().substring(0, 10))
            .unstarted(this::run);
  }

  /** Starts the thread of one key; it takes up what the log says is still under way. */
  public static TransactionSender start(ChainClient chain, SigningKey key, TransactionLog log) {
    TransactionSender sender = new TransactionSender(chain, key, log);
    sender.thread.start();
    return sender;
  }

  /** The account that pays for gas. */
  public Address address() {
    return address;
  }

  /**
   * Sends a call and waits until it is confirmed. Blocks for at most the configured confirmation
   * time. After TIMEOUT or CHAIN_UNREACHABLE the call may still be mined: repeat it under the same
   * intent id to learn what became of it.
   */
  public ConfirmedTx send(PreparedCall call) {
    Submission submission = new Submission(call);
    if (closed || !queue.offer(submission)) {
      throw new PeerzException(
          ErrorCode.BUSY,
          "cannot " + call.what() + ": too many transactions wait; try again later");
    }
    try {
      return submission
          .done()
          .get(chain.config().confirmTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw asOurs(call, e.getCause());
    } catch (TimeoutException e) {
      throw new PeerzException(ErrorCode.TIMEOUT, lateMessage(call), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(
          ErrorCode.CANCELLED, "interrupted while waiting to " + call.what(), e);
    }
  }

  private static PeerzException asOurs(PreparedCall call, Throwable cause) {
    return cause instanceof PeerzException ours
        ? ours
        : new PeerzException(ErrorCode.BUG, "cannot " + call.what() + ": " + cause, cause);
  }

  private String lateMessage(PreparedCall call) {
    String trouble = loop.lastTrouble();
    return "no confirmation in time for: "
        + call.what()
        + (trouble.isEmpty() ? "" : " (" + trouble + ")")
        + "; it may still be mined, so repeat it rather than doing it anew";
  }

  private void run() {
    while (!closed) {
      try {
        takeNew();
        loop.tend();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void takeNew() throws InterruptedException {
    long pauseMillis = chain.config().pollInterval().toMillis();
    if (!loop.hasRoom()) {
      Thread.sleep(pauseMillis);
      return;
    }
    Submission next = queue.poll(pauseMillis, TimeUnit.MILLISECONDS);
    while (next != null) {
      loop.begin(next);
      next = loop.hasRoom() ? queue.poll() : null;
    }
  }

  /** Stops the thread. What is under way stays in the log and is taken up by the next start. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    awaitEnd();
    PeerzException stopped = new PeerzException(ErrorCode.CANCELLED, "the sender was stopped");
    queue.forEach(submission -> submission.done().completeExceptionally(stopped));
    loop.abandon(stopped);
  }

  private void awaitEnd() {
    try {
      thread.join(chain.config().callTimeout().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
