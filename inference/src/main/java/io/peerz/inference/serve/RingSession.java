package io.peerz.inference.serve;

import com.google.protobuf.ByteString;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.PushStream;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session's turn in a ring, on a virtual thread: takes work, computes it, hands the output to
 * the next hop at once, and only then keeps its books. The hop that samples sends the token to the
 * client and to the first hop in the same breath.
 */
final class RingSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RingSession.class);
  private static final Duration SEAL_PATIENCE = Duration.ofSeconds(10);
  private static final int STILL_OPEN = 1; // milliseconds in a fault that does not end the stream

  private final HopSession session;
  private final SessionTill till;
  private final RingIntake intake;
  private final ClientMessage.Ring ring;
  private final Duration idleTimeout;
  private final Thread thread;
  private final Optional<Drafter> drafter; // of the first hop
  private Optional<PushStream> next = Optional.empty(); // empty where the ring is one hop
  private int sampled;
  private volatile boolean stopping;

  RingSession(
      HopSession session,
      SessionTill till,
      RingIntake intake,
      ClientMessage.Ring ring,
      Duration idleTimeout) {
    this.session = session;
    this.till = till;
    this.intake = intake;
    this.ring = ring;
    this.idleTimeout = idleTimeout;
    this.drafter = session.isFirst() ? Optional.of(new Drafter(session, ring)) : Optional.empty();
    this.thread = Thread.ofVirtual().unstarted(this::run);
  }

  /** Begins to take work; {@code way} leads to the next hop. */
  void start(Optional<PushStream> way) {
    next = way;
    thread.start();
  }

  /** The next hop is gone: the client decides what becomes of the ring. */
  void lostNext(PeerzException reason) {
    till.send(
        new ServerMessage.Fault(
            ErrorCode.PEER_UNREACHABLE, "next hop: " + reason.getMessage(), STILL_OPEN));
  }

  /** Lets the step under way finish and ends the thread. */
  @Override
  public void close() {
    stopping = true;
    till.stopWaiting();
    try {
      intake.offer(new RingIntake.Item.Stop());
    } catch (PeerzException full) {
      LOG.debug("the ring thread has work left and looks before each");
    }
    next.ifPresent(PushStream::close);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!stopping) {
        RingIntake.Item item = intake.take(idleTimeout);
        switch (item) {
          case RingIntake.Item.Work(ClientMessage.Step step) -> work(step);
          case RingIntake.Item.Halt(int confirmed) -> halt(confirmed);
          case RingIntake.Item.Stop() -> stopping = true;
          case null -> stopping = true;
        }
      }
    } catch (PeerzException e) {
      till.fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("a ring session failed", e);
      till.fail(new PeerzException(ErrorCode.BUG, "internal error; try another node", e));
    }
  }

  private void work(ClientMessage.Step came) throws InterruptedException {
    if (session.beginsChunk() && !till.awaitRoom(idleTimeout)) {
      stopping = true;
      return;
    }
    ClientMessage.Step step = drafter.map(guess -> guess.extend(came)).orElse(came);
    HopSession.Computed computed = session.compute(step, end());
    passOn(step, computed.result());
    session.book(computed);
    drafter.ifPresent(guess -> guess.computed(computed.input().positions(), computed.result()));
    if (step.closeChunk()) {
      session.closeChunk(this::requireSealed, this::issued);
    }
  }

  private void passOn(ClientMessage.Step step, ServerMessage.StepResult result) {
    if (!session.isHead()) {
      push(
          new ClientMessage.Step(
              0,
              step.posStart(),
              List.of(),
              result.rows(),
              step.sample(),
              step.closeChunk(),
              step.drafts()));
    } else if (!result.tokens().isEmpty()) {
      till.send(result);
      goRound(session.position(), result.tokens());
    }
  }

  /** The newest token goes back to the first hop, unless the answer ends with it. */
  private void goRound(int position, List<Integer> tokens) {
    int chunksBefore = sampled / ring.chunkTokens();
    sampled += tokens.size();
    int left = tokensLeft();
    if (left > 0 && !ring.stopTokens().contains(tokens.getLast())) {
      boolean close = sampled / ring.chunkTokens() > chunksBefore || left == 1;
      List<Integer> newest = List.of(tokens.getLast());
      push(new ClientMessage.Step(0, position, newest, ByteString.EMPTY, true, close));
    }
  }

  private AnswerEnd end() {
    return session.isHead()
        ? new AnswerEnd(Set.copyOf(ring.stopTokens()), tokensLeft())
        : AnswerEnd.ONE_TOKEN;
  }

  private int tokensLeft() {
    int answered = session.open().earlierTokens().size() + sampled;
    return session.open().sampling().orElseThrow().maxTokens() - answered;
  }

  private void push(ClientMessage.Step step) {
    if (next.isPresent()) {
      next.get().send(step);
    } else {
      intake.offer(new RingIntake.Item.Work(step));
    }
  }

  private void halt(int confirmed) {
    stopping = true;
    intake.allowUnsealed();
    session.end(confirmed);
    if (!session.beginsChunk()) {
      session.closeChunk(this::requireSealed, this::issued);
    }
    int position = session.position();
    till.afterReceipts(() -> till.send(new ServerMessage.Halted(till.closedChunks(), position)));
  }

  private void requireSealed(InputBook.Inputs inputs) {
    if (ring.previousSigner().isPresent()) {
      intake.requireSealed(inputs.posStart(), inputs.leaves(), SEAL_PATIENCE);
      session.requireSignedBy(ring.previousSigner().get(), intake.takeSeals());
    }
  }

  private void issued(ServerMessage.Receipt receipt) {
    if (!session.isHead()) {
      next.ifPresent(way -> way.seal(receipt));
    }
    till.send(session.isHead() ? receipt.withLeaves(List.of()) : receipt);
  }
}
