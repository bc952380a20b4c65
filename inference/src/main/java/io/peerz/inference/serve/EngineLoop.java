package io.peerz.inference.serve;

import io.peerz.inference.cache.PrefixCache;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.grammar.AnswerGuard;
import io.peerz.inference.sample.Logprobs;
import io.peerz.inference.sample.Sampler;
import io.peerz.inference.sample.TokenCounts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that drives an engine. It takes what may go next of the steps that wait, computes
 * it as one batch, and completes each step whose last position is done; it does no I/O. The queue
 * is bounded: a step that finds it full is refused with BUSY and may come back. A prompt whose
 * beginning is known from another session starts behind it.
 */
final class EngineLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineLoop.class);

  private final ShardEngine engine;
  private final FairQueue queue;
  private final PrefixCache prefixes;
  private final ServiceMeter meter;
  private final Sampler sampler = new Sampler();
  private final Thread thread;
  private volatile boolean stopping;

  EngineLoop(ShardEngine engine, int queueSteps, long prefixBytes) {
    this.engine = engine;
    this.queue = new FairQueue(queueSteps);
    this.prefixes = new PrefixCache(prefixBytes, engine.geometry().dModel());
    this.meter = new ServiceMeter(engine.layerEnd() - engine.layerStart());
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("engine-" + engine.layerStart() + "-" + engine.layerEnd())
            .unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  ShardEngine engine() {
    return engine;
  }

  ServiceMeter meter() {
    return meter;
  }

  /** Queues a step, or refuses it: BUSY, or PEER_UNREACHABLE of a node that stops. Any thread. */
  void submit(EngineWork work) {
    meter.queued(work.positions());
    if (stopping) {
      meter.abandoned(work.positions());
      throw shuttingDown();
    }
    if (!queue.offer(work)) {
      meter.abandoned(work.positions());
      throw new PeerzException(
          ErrorCode.BUSY,
          "the engine of layers "
              + engine.layerStart()
              + " to "
              + engine.layerEnd()
              + " has a full queue; send the step again later or choose another node");
    }
    if (stopping) {
      failWaiting();
    }
  }

  /**
   * Lets the running batch finish, fails what waits, and ends the thread. The engine stays open.
   */
  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    failWaiting();
  }

  private void run() {
    while (!stopping) {
      try {
        compute(begun(queue.take()));
      } catch (InterruptedException e) {
        return; // only close() interrupts
      }
    }
  }

  /** Puts what is known in place of what would be computed; leaves out what needs nothing more. */
  private List<Slice> begun(List<Slice> batch) {
    List<Slice> slices = new ArrayList<>(batch.size());
    for (Slice slice : batch) {
      EngineWork work = slice.work();
      try {
        skipKnown(work);
        if (work.left() == 0) {
          queue.remove(work);
          finished(work, System.nanoTime()).run();
        } else {
          slices.add(new Slice(work, Math.min(slice.count(), work.left())));
        }
      } catch (RuntimeException e) {
        fail(work, e);
      }
    }
    return slices;
  }

  private void skipKnown(EngineWork work) {
    if (work.done() == 0 && !work.prefix().isEmpty() && work.posStart() == work.cache().length()) {
      int known = prefixes.restore(work.prefix(), work.cache(), work.rows(engine));
      work.advance(known);
      meter.abandoned(known);
    }
  }

  private void compute(List<Slice> batch) {
    if (batch.isEmpty()) {
      return;
    }
    long start = System.nanoTime();
    try {
      forward(batch);
    } catch (RuntimeException e) {
      failed(batch, e);
      return;
    }
    List<Runnable> completions = new ArrayList<>(batch.size());
    for (Slice slice : batch) {
      if (slice.work().left() == 0) {
        completions.add(completion(slice.work(), start));
      }
    }
    int positions = batch.stream().mapToInt(Slice::count).sum();
    boolean decoding = batch.stream().allMatch(slice -> slice.work().isDecode());
    meter.computed(positions, decoding, System.nanoTime() - start);
    completions.forEach(Runnable::run);
  }

  private Runnable completion(EngineWork work, long start) {
    queue.remove(work);
    if (!work.prefix().isEmpty()) {
      prefixes.remember(work.prefix(), work.posStart(), work.cache(), work.rows(engine));
    }
    return finished(work, start);
  }

  /** Computes on copies: what fails may be tried again. */
  private void forward(List<Slice> batch) {
    int width = engine.geometry().dModel();
    List<Segment> segments = new ArrayList<>(batch.size());
    for (Slice slice : batch) {
      EngineWork work = slice.work();
      int from = work.done() * width;
      float[] rows = Arrays.copyOfRange(work.rows(engine), from, from + slice.count() * width);
      segments.add(new Segment(work.cache(), rows, slice.count(), work.adapter()));
    }
    engine.forward(segments);
    for (int i = 0; i < segments.size(); i++) {
      Slice slice = batch.get(i);
      float[] rows = segments.get(i).rows();
      System.arraycopy(
          rows, 0, slice.work().rows(engine), slice.work().done() * width, rows.length);
      slice.work().advance(slice.count());
    }
  }

  /** Draws the token and returns what completes the step, which wakes its session's thread. */
  private Runnable finished(EngineWork work, long start) {
    float[] rows = work.rows(engine);
    try {
      EngineOutput.Drawn drawn =
          work.sampling().map(s -> draw(work, rows, s)).orElse(EngineOutput.Drawn.NONE);
      long now = System.nanoTime();
      EngineOutput output =
          new EngineOutput(rows, drawn, start - work.queuedAtNanos(), now - start);
      return () -> work.outcome().complete(output);
    } catch (RuntimeException e) {
      return () -> work.outcome().completeExceptionally(e);
    }
  }

  /** One token, and one more for each guess that the token before it made true. */
  private EngineOutput.Drawn draw(EngineWork work, float[] rows, EngineWork.Sampling sampling) {
    return sampling.drafts().isEmpty()
        ? drawOne(work, rows, sampling)
        : new EngineOutput.Drawn(drawAmongGuesses(work, rows, sampling), Optional.empty());
  }

  private EngineOutput.Drawn drawOne(EngineWork work, float[] rows, EngineWork.Sampling sampling) {
    float[] logits = engine.logits(rows, work.positions() - 1);
    int token =
        sampler.sample(
            logits,
            sampling.params(),
            sampling.position(),
            sampling.earlier(),
            sampling.guard().map(AnswerGuard::allowed));
    OptionalInt most = sampling.params().logprobs();
    return new EngineOutput.Drawn(
        List.of(token),
        most.isPresent()
            ? Optional.of(Logprobs.of(logits, token, most.getAsInt()))
            : Optional.empty());
  }

  private List<Integer> drawAmongGuesses(
      EngineWork work, float[] rows, EngineWork.Sampling sampling) {
    List<Integer> drafts = sampling.drafts();
    int last = work.positions() - 1;
    int[] indexes = IntStream.rangeClosed(last - drafts.size(), last).toArray();
    TokenCounts earlier = sampling.earlier().copy();
    List<Integer> tokens = new ArrayList<>();
    for (float[] logits : engine.logits(rows, indexes)) {
      int at = tokens.size();
      int token = sampler.sample(logits, sampling.params(), sampling.position() + at, earlier);
      tokens.add(token);
      earlier.add(token);
      boolean cameTrue = at < drafts.size() && drafts.get(at) == token;
      if (!cameTrue || sampling.end().reachedBy(token, tokens.size())) {
        break;
      }
    }
    return tokens;
  }

  /** One bad step must not fail its neighbours: a failed batch is computed again one by one. */
  private void failed(List<Slice> batch, RuntimeException cause) {
    if (batch.size() == 1) {
      fail(batch.getFirst().work(), cause);
    } else {
      batch.forEach(slice -> compute(List.of(slice)));
    }
  }

  private void fail(EngineWork work, RuntimeException cause) {
    LOG.warn("a step failed in the engine: {}", cause.toString());
    queue.remove(work);
    meter.abandoned(work.left());
    work.outcome().completeExceptionally(cause);
  }

  private void failWaiting() {
    for (EngineWork work : queue.drain()) {
      meter.abandoned(work.left());
      work.outcome().completeExceptionally(shuttingDown());
    }
  }

  // Not BUSY: coming back to this node is of no use.
  private static PeerzException shuttingDown() {
    return new PeerzException(
        ErrorCode.PEER_UNREACHABLE, "the node is stopping; choose another node");
  }
}
