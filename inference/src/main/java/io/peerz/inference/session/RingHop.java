package io.peerz.inference.session;

import static io.peerz.proof.error.ErrorCode.BAD_RECEIPT;
import static io.peerz.proof.error.ErrorCode.PEER_MISBEHAVED;

import io.peerz.inference.route.Hop;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.RingSeat;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.inference.wire.SessionStream;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.voucher.SignedVoucher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The client's side of one hop of a ring. One virtual thread reads what the node says, another
 * checks its receipts and pays; neither stands in the way of a token.
 */
final class RingHop {
  private static final Duration FOREVER = Duration.ofDays(1);

  /** A receipt, and when it came. */
  private record Due(ServerMessage.Receipt receipt, long arrivedNanos) {}

  private final Hop hop;
  private final Promise promise;
  private final RingSeat seat;
  private final SessionStream stream;
  private final HopLedger ledger;
  private final Purse purse;
  private final BlockingQueue<Due> receipts = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> ringed = new CompletableFuture<>();
  private final CompletableFuture<ServerMessage.Halted> halted = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private Thread reader = Thread.ofVirtual().unstarted(() -> {});
  private Thread payer = Thread.ofVirtual().unstarted(() -> {});
  private volatile ServerMessage.Pong pong = new ServerMessage.Pong(0, false, false);
  private volatile long pongNanos;
  private volatile long askedNanos; // when the link's own ping was sent, until its answer comes
  private long settled; // guarded by this

  RingHop(
      Hop hop,
      Promise promise,
      RingSeat seat,
      SessionStream stream,
      HopLedger ledger,
      Purse purse) {
    this.hop = hop;
    this.promise = promise;
    this.seat = seat;
    this.stream = stream;
    this.ledger = ledger;
    this.purse = purse;
  }

  Hop hop() {
    return hop;
  }

  Promise promise() {
    return promise;
  }

  RingSeat seat() {
    return seat;
  }

  /** Begins to listen; {@code events} hears tokens and failures on this hop's own threads. */
  void start(int index, RingBooks books, Consumer<RingEvent> events) {
    reader = Thread.ofVirtual().start(() -> read(index, books, events));
    payer = Thread.ofVirtual().start(() -> settle(index, books, events));
  }

  void send(ClientMessage message) {
    stream.send(message);
  }

  /** Measures the link beside the first step. */
  void measureLink() {
    askedNanos = System.nanoTime();
    send(new ClientMessage.Ping());
  }

  void awaitRinged(Duration patience) throws HopFailed {
    await(ringed, patience, "did not join the ring");
  }

  /** Waits until the node has stopped, and returns how far its receipts go. */
  int awaitHalted(Duration patience) throws HopFailed {
    return await(halted, patience, "did not stop").position();
  }

  /** Waits until the node has stopped and all its receipts are paid, then ends the session. */
  void finish(Duration patience) throws HopFailed {
    ServerMessage.Halted stopped = await(halted, patience, "did not stop");
    awaitSettled(stopped.receipts(), patience);
    stream.send(new ClientMessage.Close());
    await(closed, patience, "did not end the session");
    cut();
  }

  /** Drops the stream at once. */
  void cut() {
    stream.close();
    reader.interrupt();
    payer.interrupt();
  }

  /** The last sign of life, and when it came. */
  ServerMessage.Pong pong() {
    return pong;
  }

  long pongNanos() {
    return pongNanos;
  }

  /** Receipts paid so far. */
  synchronized long settled() {
    return settled;
  }

  /** Only after the hop was cut or is finished. */
  synchronized HopReport report() {
    return ledger.report();
  }

  private void read(int index, RingBooks books, Consumer<RingEvent> events) {
    try {
      while (!closed.isDone()) {
        hear(index, stream.receive(FOREVER), books, events);
      }
    } catch (PeerzException e) {
      fail(index, e, events);
    }
  }

  private void hear(int index, ServerMessage message, RingBooks books, Consumer<RingEvent> events) {
    switch (message) {
      case ServerMessage.Receipt receipt -> receipts.add(new Due(receipt, System.nanoTime()));
      case ServerMessage.StepResult result ->
          Drawn.allOf(result).forEach(drawn -> events.accept(new RingEvent.Token(drawn)));
      case ServerMessage.Pong sign -> {
        pong = sign;
        pongNanos = System.nanoTime();
        if (askedNanos != 0) {
          books.punctuality().roundTrip(index, pongNanos - askedNanos);
          askedNanos = 0;
        }
      }
      case ServerMessage.Ringed() -> ringed.complete(null);
      case ServerMessage.Halted stopped -> halted.complete(stopped);
      case ServerMessage.Closed(long count) -> closed.complete(null);
      case ServerMessage.Fault fault when fault.retryAfterMillis() > 0 ->
          events.accept(new RingEvent.LinkLost(index, fault.message()));
      case ServerMessage.Fault fault -> throw fault.toException(stream.node().toString());
      case ServerMessage.Opened opened ->
          throw new PeerzException(PEER_MISBEHAVED, stream.node() + " opened the session twice");
    }
  }

  private void settle(int index, RingBooks books, Consumer<RingEvent> events) {
    try {
      while (true) {
        pay(index, receipts.take(), books);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the hop was cut
    } catch (PeerzException e) {
      fail(index, e, events);
    }
  }

  private void pay(int index, Due due, RingBooks books) {
    ServerMessage.Receipt receipt = due.receipt();
    InferenceReceipt claim = receipt.signed().receipt();
    int start = ledger.position();
    int end = Math.toIntExact(Math.min(claim.posStart() + claim.tokens(), books.maxPositions()));
    Require.that(
        claim.posStart() == start && end > start,
        BAD_RECEIPT,
        "its receipt begins at position %d but %d comes next; it is not paid"
            .formatted(claim.posStart(), start));
    List<Digest> outputs = books.outputs(hop, start, end, receipt);
    ledger.computed(books.inputs(hop, start, end), outputs);
    ledger.check(receipt);
    books.punctuality().arrived(index, end, due.arrivedNanos());
    books.signed(hop, start, outputs);
    boolean onTime = books.punctuality().onTime(index, start, end);
    SignedVoucher voucher = purse.pay(ledger.payment(claim));
    Signature countersignature = purse.countersign(ledger.deliveryDigest(claim, onTime));
    stream.send(new ClientMessage.Pay(claim.seq(), onTime, countersignature, voucher));
    synchronized (this) {
      ledger.paid(receipt.signed().countersigned(onTime, countersignature));
      settled++;
      notifyAll();
    }
  }

  private void fail(int index, PeerzException e, Consumer<RingEvent> events) {
    if (e.code() != ErrorCode.CANCELLED) {
      ringed.completeExceptionally(e);
      halted.completeExceptionally(e);
      closed.completeExceptionally(e);
      events.accept(new RingEvent.Failed(index, new HopFailed(e)));
    }
  }

  private synchronized void awaitSettled(long due, Duration patience) throws HopFailed {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (settled < due) {
        long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0 || closed.isCompletedExceptionally()) {
          throw tooLate("left receipts that could not be settled");
        }
        wait(Math.min(leftMillis, 100)); // a failure elsewhere does not notify
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw tooLate("was interrupted");
    }
  }

  private <T> T await(CompletableFuture<T> future, Duration patience, String failure)
      throws HopFailed {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof PeerzException known ? new HopFailed(known) : tooLate(failure);
    } catch (TimeoutException e) {
      throw tooLate(failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while waiting for a node", e);
    }
  }

  private HopFailed tooLate(String what) {
    return new HopFailed(
        new PeerzException(ErrorCode.PEER_UNREACHABLE, stream.node() + " " + what));
  }
}
