package io.peerz.inference.session;

import com.google.protobuf.ByteString;
import io.peerz.inference.route.Hop;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at an answer in a ring: the hops push rows to each other, the last one samples and
 * sends the token to the first hop and to the client at once, so that a token costs k + 1 one-way
 * delays over k hops and the client is in nobody's way. What the client has to say (prompt, pay,
 * halt) runs beside. Owned by the session's thread.
 */
final class RingRun {
  private static final Logger LOG = LoggerFactory.getLogger(RingRun.class);
  private static final Duration JOIN_PATIENCE = Duration.ofSeconds(5);

  private static final Duration FAILURE_BEHIND = Duration.ofMillis(100);

  /** Prompt steps under way before the first of them is paid. */
  private static final int STEPS_AHEAD = 2;

  private final RoutePlan plan;
  private final HopOpener opener;
  private final GenerationRequest request;
  private final SessionConfig config;
  private final LeafLines lines;
  private final TokenListener listener;
  private final Stopwatch watch;
  private final List<Integer> answer;
  private final List<RingHop> hops = new ArrayList<>();
  private final BlockingQueue<RingEvent> events = new LinkedBlockingQueue<>();
  private final SecureRandom random = new SecureRandom();
  private final RingProbe probe;
  private Punctuality punctuality =
      new Punctuality(List.of(), 0); // of the hops, once they are open
  private int known; // tokens in the books, prompt and answer and a stop token
  private boolean complete; // nothing is under way any more

  /**
   * @param answer the tokens drawn so far, which this adds to
   */
  RingRun(
      RoutePlan plan,
      HopOpener opener,
      GenerationRequest request,
      SessionConfig config,
      LeafLines lines,
      TokenListener listener,
      Stopwatch watch,
      List<Integer> answer) {
    this.plan = plan;
    this.opener = opener;
    this.request = request;
    this.config = config;
    this.lines = lines;
    this.listener = listener;
    this.watch = watch;
    this.answer = answer;
    this.probe =
        new RingProbe(hops, hop -> !plan.standbys().get(hop).isEmpty(), config.stepTimeout());
  }

  /** Opens all hops and joins them; nothing is computed yet. */
  void open() throws RingBroken {
    openAll();
    List<Integer> context = context();
    lines.tokens(0, context);
    known = context.size();
    punctuality = new Punctuality(hops.stream().map(RingHop::promise).toList(), context.size());
    RingBooks books =
        new RingBooks(
            lines,
            punctuality,
            request.geometry().layers(),
            context.size(),
            request.maxPositions(),
            config.stepTimeout());
    for (int i = 0; i < hops.size(); i++) {
      hops.get(i).start(i, books, events::add);
    }
    for (int i = 0; i < hops.size(); i++) {
      hops.get(i).send(ring(i));
    }
    for (int i = 0; i < hops.size(); i++) {
      try {
        hops.get(i).awaitRinged(JOIN_PATIENCE);
      } catch (HopFailed e) {
        throw new RingBroken(Set.of(i), true, e.reason());
      }
    }
    hops.forEach(RingHop::measureLink);
  }

  /** Computes the prompt and goes on until the answer ends; the last chunks may still be open. */
  FinishReason run(int stepPositions) throws RingBroken {
    prefill(stepPositions);
    while (true) {
      Drawn drawn = nextToken();
      int token = drawn.token();
      if (request.stopTokens().contains(token)) {
        complete = true;
        return FinishReason.STOP;
      }
      watch.token();
      answer.add(token);
      if (!listener.onToken(token, answer.size() - 1, drawn.logprobs())) {
        return FinishReason.CANCELLED;
      }
      if (answer.size() == request.sampling().maxTokens()) {
        complete = true;
        return FinishReason.LENGTH;
      }
    }
  }

  /**
   * Stops all hops but those that failed, pays for what they did and ends their sessions. A node
   * that fails now goes without.
   */
  void finish(Set<Integer> failed, Duration patience) {
    if (hops.isEmpty()) {
      return; // the ring never opened
    }
    int head = hops.size() - 1;
    int confirmed = known - 1; // the newest token is no input yet
    failed.forEach(i -> hops.get(i).cut());
    Thread tokens = Thread.ofVirtual().start(this::bookLateTokens);
    if (!failed.contains(head)) {
      hops.get(head).send(new ClientMessage.Halt(confirmed));
      confirmed = complete ? confirmed : reachedBy(hops.get(head), confirmed, patience);
    }
    for (int i = 0; i < head; i++) {
      if (!failed.contains(i)) {
        hops.get(i).send(new ClientMessage.Halt(confirmed));
      }
    }
    for (int i = 0; i < hops.size(); i++) {
      if (!failed.contains(i)) {
        finish(hops.get(i), patience);
      }
    }
    tokens.interrupt();
  }

  /** How far the head has drawn tokens: what it drew on, the hops before must sign for. */
  private static int reachedBy(RingHop head, int confirmed, Duration patience) {
    try {
      return Math.max(confirmed, head.awaitHalted(patience));
    } catch (HopFailed e) {
      return confirmed; // it is dealt with like any hop that fails at the end
    }
  }

  /** Drops all streams. */
  void cut() {
    hops.forEach(RingHop::cut);
  }

  List<HopReport> reports() {
    return hops.stream().map(RingHop::report).toList();
  }

  private void openAll() throws RingBroken {
    List<Hop> wanted = plan.route().hops();
    List<Future<RingHop>> opening = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Hop hop : wanted) {
        opening.add(threads.submit(() -> opener.openRing(hop, answer, freshKey())));
      }
    }
    Optional<RingBroken> broken = Optional.empty();
    for (int i = 0; i < wanted.size(); i++) {
      try {
        hops.add(opening.get(i).get());
      } catch (ExecutionException e) {
        broken = Optional.of(openFailure(i, e.getCause()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PeerzException(ErrorCode.CANCELLED, "interrupted while opening a route", e);
      }
    }
    if (broken.isPresent()) {
      cut();
      hops.clear();
      throw broken.get();
    }
  }

  private static RingBroken openFailure(int hop, Throwable cause) {
    return switch (cause) {
      case HopFailed failed -> new RingBroken(Set.of(hop), false, failed.reason());
      case PeerzException known -> throw known;
      default -> throw new PeerzException(ErrorCode.BUG, "opening a hop failed", cause);
    };
  }

  private ClientMessage.Ring ring(int i) {
    RingHop next = hops.get((i + 1) % hops.size());
    return new ClientMessage.Ring(
        next.seat(),
        i == 0 ? Optional.empty() : Optional.of(hops.get(i - 1).hop().offer().signer()),
        config.chunkTokens(),
        request.stopTokens().stream().sorted().toList(),
        i == 0 && request.sampling().mayBeGuessed() ? config.maxDrafts() : 0);
  }

  private List<Integer> context() {
    List<Integer> context = new ArrayList<>(request.prompt());
    context.addAll(answer);
    return context;
  }

  /** Each step is a chunk; the first hop is kept busy with one while another is being paid. */
  private void prefill(int stepPositions) throws RingBroken {
    List<Integer> context = context();
    int step = 0;
    for (int at = 0; at < context.size(); at += stepPositions) {
      while (step - hops.getFirst().settled() >= STEPS_AHEAD) {
        handle(awaitEvent(Duration.ofMillis(5)));
      }
      int end = Math.min(context.size(), at + stepPositions);
      punctuality.known(end - 1, System.nanoTime());
      boolean last = end == context.size();
      hops.getFirst()
          .send(
              new ClientMessage.Step(
                  0, at, context.subList(at, end), ByteString.EMPTY, last, true));
      step++;
    }
    probe.begin();
  }

  private Drawn nextToken() throws RingBroken {
    while (true) {
      Optional<RingEvent> event = awaitEvent(probe.patience());
      if (event.isPresent() && event.get() instanceof RingEvent.Token(Drawn drawn)) {
        probe.token();
        book(drawn.token());
        return drawn;
      }
      handle(event);
      if (event.isEmpty()) {
        probe.lookAround();
      }
    }
  }

  private void book(int token) throws RingBroken {
    if (token < 0 || token >= request.geometry().vocab()) {
      int head = hops.size() - 1;
      throw new RingBroken(
          Set.of(head),
          false,
          new PeerzException(ErrorCode.PEER_MISBEHAVED, "the last hop sent a token that is none"));
    }
    punctuality.known(known, System.nanoTime());
    lines.tokens(known, List.of(token));
    known++;
  }

  /** Everything but a token breaks the ring. */
  private void handle(Optional<RingEvent> event) throws RingBroken {
    if (event.isEmpty()) {
      return;
    }
    switch (event.get()) {
      case RingEvent.Failed(int hop, HopFailed failure) -> {
        PeerzException reason = failure.reason();
        if (reason.code() == ErrorCode.INSUFFICIENT_FUNDS) {
          throw reason;
        }
        LOG.warn("hop {} failed: {}", hops.get(hop).hop(), reason.getMessage());
        throw new RingBroken(Set.of(hop), false, reason);
      }
      case RingEvent.LinkLost(int hop, String why) -> {
        handle(failureBehind());
        throw probe.linkLost(hop, why);
      }
      case RingEvent.Token(Drawn drawn) -> book(drawn.token());
    }
  }

  /** A hop that dies loses its links and, a moment later, its stream to the client. */
  private Optional<RingEvent> failureBehind() {
    Optional<RingEvent> event = awaitEvent(FAILURE_BEHIND);
    while (event.isPresent() && !(event.get() instanceof RingEvent.Failed)) {
      event = awaitEvent(FAILURE_BEHIND);
    }
    return event;
  }

  private Optional<RingEvent> awaitEvent(Duration patience) {
    try {
      return Optional.ofNullable(events.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while waiting for a token", e);
    }
  }

  /** Receipts of hops that ran ahead of a client that stops need the tokens they ran on. */
  private void bookLateTokens() {
    try {
      while (true) {
        if (events.take() instanceof RingEvent.Token(Drawn drawn)) {
          book(drawn.token());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // all hops are done
    } catch (RingBroken e) {
      LOG.warn("a late token: {}", e.reason().getMessage());
    }
  }

  private static void finish(RingHop hop, Duration patience) {
    try {
      hop.finish(patience);
    } catch (HopFailed e) {
      LOG.warn("hop {} failed at the end of a session: {}", hop.hop(), e.reason().getMessage());
      hop.cut();
    }
  }

  private Digest freshKey() {
    byte[] key = new byte[Digest.LENGTH];
    random.nextBytes(key);
    return Digest.of(key);
  }
}
