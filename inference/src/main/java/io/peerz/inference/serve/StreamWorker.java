package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.inference.wire.ClientCodec;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.Quote;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.voucher.Voucher;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session stream from its first frame to its last, on its own virtual thread: straight-line
 * code that may wait for the engine, disks and the chain.
 */
final class StreamWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamWorker.class);
  private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(10);
  private static final int BUSY_RETRY_MILLIS = 50;

  private final StreamInbox inbox;
  private final StreamOutlet outlet;
  private final SessionDesk desk;
  private final Duration idleTimeout;
  private final Function<ClientMessage.Open, IntConsumer> watch;

  /**
   * A worker for one stream.
   *
   * @param watch hears that the session begins, and what it returns how far it came
   */
  StreamWorker(
      StreamInbox inbox,
      StreamOutlet outlet,
      SessionDesk desk,
      Duration idleTimeout,
      Function<ClientMessage.Open, IntConsumer> watch) {
    this.watch = watch;
    this.inbox = inbox;
    this.outlet = outlet;
    this.desk = desk;
    this.idleTimeout = idleTimeout;
  }

  /** How a stream ended, which decides what becomes of its session. */
  private enum Ending {
    CLOSED,
    LOST,
    IDLE
  }

  @Override
  public void run() {
    try {
      Optional<ClientMessage> first = next(OPEN_TIMEOUT);
      if (first.isPresent()) {
        begin(first.get());
      }
    } catch (PeerzException e) {
      refuse(e, 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server stops
    } catch (RuntimeException e) {
      LOG.error("a session stream failed", e);
      refuse(new PeerzException(ErrorCode.BUG, "internal error; try another node"), 0);
    } finally {
      outlet.end();
    }
  }

  private void begin(ClientMessage first) throws InterruptedException {
    if (!(first instanceof ClientMessage.Open open)) {
      throw new PeerzException(BAD_REQUEST, "a stream begins with Open");
    }
    HopSession session = desk.open(open);
    Ending ending = Ending.LOST;
    IntConsumer ended = watch.apply(open);
    try {
      session.till().attach(new ClientLine(inbox, outlet));
      outlet.send(opened(session, desk.quote(session)));
      ending = serve(session);
      if (ending == Ending.CLOSED) {
        desk.leaveRing(session);
        session.till().drain();
      }
    } finally {
      ended.accept(session.position());
      if (ending == Ending.LOST && !desk.leaveRing(session)) {
        desk.park(session);
      } else {
        desk.end(session);
      }
    }
    if (ending == Ending.CLOSED) {
      outlet.send(new ServerMessage.Closed(session.till().closedChunks()));
    } else if (ending == Ending.IDLE) {
      throw new PeerzException(
          ErrorCode.TIMEOUT,
          "no step for " + idleTimeout.toMillis() + " ms; the session is over, open a new one");
    }
  }

  private Ending serve(HopSession session) throws InterruptedException {
    while (true) {
      outlet.flush();
      Optional<StreamInbox.Arrival> arrival = inbox.take(idleTimeout);
      if (arrival.isEmpty()) {
        return Ending.IDLE;
      }
      switch (arrival.get()) {
        case StreamInbox.Arrival.End() -> {
          return Ending.LOST;
        }
        case StreamInbox.Arrival.Failed(PeerzException reason) -> throw reason;
        case StreamInbox.Arrival.Frame(var frame) -> {
          if (!handle(ClientCodec.decode(frame), session)) {
            return Ending.CLOSED;
          }
        }
      }
    }
  }

  /** Returns whether the stream goes on. */
  private boolean handle(ClientMessage message, HopSession session) {
    switch (message) {
      case ClientMessage.Step step -> step(step, session);
      case ClientMessage.Pay pay -> session.till().pay(pay);
      case ClientMessage.Ring ring -> {
        desk.joinRing(session, ring, idleTimeout);
        outlet.send(new ServerMessage.Ringed());
      }
      case ClientMessage.Halt(int confirmed) ->
          desk.intake(session).offer(new RingIntake.Item.Halt(confirmed));
      case ClientMessage.Ping() -> outlet.send(session.pong());
      case ClientMessage.Close() -> {
        return false;
      }
      case ClientMessage.Open open ->
          throw new PeerzException(BAD_REQUEST, "the session is open already");
    }
    return true;
  }

  /** A full queue costs the client nothing but time: it may send the same step again. */
  private void step(ClientMessage.Step step, HopSession session) {
    try {
      if (desk.isInRing(session)) {
        desk.intake(session).offer(new RingIntake.Item.Work(step));
      } else {
        session.step(step);
      }
    } catch (PeerzException e) {
      if (e.code() != ErrorCode.BUSY) {
        throw e;
      }
      refuse(e, BUSY_RETRY_MILLIS);
    }
  }

  private Optional<ClientMessage> next(Duration timeout) throws InterruptedException {
    return inbox
        .take(timeout)
        .filter(StreamInbox.Arrival.Frame.class::isInstance)
        .map(arrival -> ClientCodec.decode(((StreamInbox.Arrival.Frame) arrival).frame()));
  }

  private void refuse(PeerzException e, int retryAfterMillis) {
    outlet.send(new ServerMessage.Fault(e.code(), e.getMessage(), retryAfterMillis));
  }

  private static ServerMessage.Opened opened(HopSession session, Quote quote) {
    Voucher best = session.account().best();
    return new ServerMessage.Opened(
        session.open().sessionId(),
        session.till().closedChunks(),
        session.position(),
        session.pricePerGcuWei(),
        best.cumulativeAmountWei(),
        best.cumulativeMacs(),
        quote);
  }
}
