package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;
import static io.peerz.proof.error.ErrorCode.UNPAID;

import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receipts and pay of one session, on a lane beside the computing: signing waits for a disk, taking
 * a voucher for two, and no token waits for either. A chunk may begin while one before it is
 * unpaid, and no more than one. Thread-safe.
 */
final class SessionTill implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SessionTill.class);

  /** Closed chunks that may be unpaid when another begins. */
  private static final int UNPAID_AHEAD = 1;

  /** Closed chunks that are remembered for a client that asks again. */
  private static final int REMEMBERED = UNPAID_AHEAD + 2;

  private final SessionDuties duties;
  private final ChannelAccount account;
  private final Requester requester;
  private final SerialLane lane = new SerialLane();
  private final Deque<ClosedChunk> recent = new ArrayDeque<>();
  private long closedChunks;
  private long paidChunks;
  private boolean stopped;
  private Optional<PeerzException> failure = Optional.empty();
  private Optional<ClientLine> line = Optional.empty();
  private Digest prevReceipt = Digest.ZERO; // owned by the lane

  SessionTill(SessionDuties duties, ChannelAccount account, Requester requester) {
    this.duties = duties;
    this.account = account;
    this.requester = requester;
  }

  /** From now on this client hears what the session has to say. */
  synchronized void attach(ClientLine client) {
    line = Optional.of(client);
  }

  void send(ServerMessage message) {
    attached().ifPresent(client -> client.send(message));
  }

  /** Something beside the client's own stream went wrong: the session is over. */
  void fail(PeerzException reason) {
    synchronized (this) {
      failure = failure.or(() -> Optional.of(reason));
      notifyAll();
    }
    attached().ifPresent(client -> client.fail(reason));
  }

  /**
   * Takes over a full chunk and returns; its receipt reaches the client when it is on disk.
   *
   * @param mayBeSigned runs first on the lane and throws where this node must not sign
   * @param onIssued hears the receipt on the lane
   */
  void close(ClosedChunk chunk, Runnable mayBeSigned, Consumer<ServerMessage.Receipt> onIssued) {
    synchronized (this) {
      recent.addLast(chunk);
      if (recent.size() > REMEMBERED) {
        recent.removeFirst();
      }
      closedChunks++;
    }
    lane.run(
        () ->
            guarded(
                () -> {
                  mayBeSigned.run();
                  onIssued.accept(issue(chunk));
                }));
  }

  /** The chunk of that number, if it closed a short while ago. */
  synchronized Optional<ClosedChunk> find(long seq) {
    return recent.stream().filter(closed -> closed.chunk().seq() == seq).findFirst();
  }

  /** Sends a receipt again, once it is there. */
  void repeatReceipt(ClosedChunk chunk) {
    lane.run(() -> guarded(() -> receiptOf(chunk).ifPresent(r -> send(r.withLeaves(List.of())))));
  }

  /** Takes the countersignature and the voucher for a receipt. */
  void pay(ClientMessage.Pay pay) {
    lane.run(() -> guarded(() -> take(pay)));
  }

  /** Refuses a further chunk while too many are unpaid. */
  void requireRoom() {
    if (!hasRoom()) {
      lane.drain(); // a payment may be under way to the disk
    }
    throwIfFailed();
    Require.that(
        hasRoom(), UNPAID, "chunk " + oldestUnpaid() + " is not paid; pay its receipt first");
  }

  /** Waits for room for a further chunk; false when none came in time or the session is over. */
  synchronized boolean awaitRoom(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!hasRoom() && !stopped && failure.isEmpty()) {
      long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        return false;
      }
      wait(leftMillis);
    }
    return !stopped && failure.isEmpty();
  }

  /** Whoever waits for room waits no longer. */
  synchronized void stopWaiting() {
    stopped = true;
    notifyAll();
  }

  /** Runs behind the receipts that are under way. */
  void afterReceipts(Runnable task) {
    lane.run(() -> guarded(task));
  }

  /** The price of what was closed and not paid. */
  synchronized BigInteger unpaidWei() {
    return recent.stream()
        .filter(closed -> !closed.paid())
        .map(ClosedChunk::amountWei)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** Waits for receipts and payments under way. */
  void drain() {
    lane.drain();
    throwIfFailed();
  }

  synchronized long closedChunks() {
    return closedChunks;
  }

  synchronized long paidChunks() {
    return paidChunks;
  }

  /** Finishes what is under way; no more is taken. */
  @Override
  public void close() {
    lane.close();
  }

  /** Whether a further chunk may begin. */
  synchronized boolean hasRoom() {
    return closedChunks - paidChunks <= UNPAID_AHEAD;
  }

  private synchronized long oldestUnpaid() {
    return recent.stream()
        .filter(closed -> !closed.paid())
        .findFirst()
        .map(closed -> closed.chunk().seq())
        .orElse(paidChunks);
  }

  private synchronized Optional<ClientLine> attached() {
    return line;
  }

  private synchronized void throwIfFailed() {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private synchronized boolean hasFailed() {
    return failure.isPresent();
  }

  private ServerMessage.Receipt issue(ClosedChunk chunk) {
    ServerMessage.Receipt receipt =
        duties.issuer().issue(chunk.draft().after(prevReceipt)).withLeaves(chunk.outputLeaves());
    prevReceipt = receipt.signed().receipt().structHash();
    synchronized (this) {
      chunk.issued(receipt);
    }
    return receipt;
  }

  private synchronized Optional<ServerMessage.Receipt> receiptOf(ClosedChunk chunk) {
    return chunk.receipt();
  }

  private void take(ClientMessage.Pay pay) {
    ClosedChunk due =
        find(pay.seq())
            .filter(chunk -> receiptOf(chunk).isPresent())
            .orElseThrow(
                () ->
                    new PeerzException(
                        BAD_REQUEST, "there is no receipt for chunk " + pay.seq() + " to pay"));
    if (isPaid(due)) {
      return;
    }
    duties.cashier().take(pay, receiptOf(due).orElseThrow(), due.amountWei(), account, requester);
    duties.admission().renew(account); // here, beside the computing, the chain may be slow
    synchronized (this) {
      due.markPaid();
      paidChunks++;
      notifyAll();
    }
  }

  private synchronized boolean isPaid(ClosedChunk chunk) {
    return chunk.paid();
  }

  private void guarded(Runnable work) {
    if (hasFailed()) {
      return;
    }
    try {
      work.run();
    } catch (PeerzException e) {
      fail(e);
    } catch (RuntimeException e) {
      LOG.error("receipts and pay of a session failed", e);
      fail(new PeerzException(ErrorCode.BUG, "internal error; try another node", e));
    }
  }
}
