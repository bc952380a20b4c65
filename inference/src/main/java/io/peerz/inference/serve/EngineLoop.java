package io.peerz.inference.serve;

import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.grammar.AnswerGuard;
import io.peerz.inference.sample.Logprobs;
import io.peerz.inference.sample.Sampler;
import io.peerz.inference.sample.TokenCounts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that drives an engine. It takes whatever steps wait, computes them as one batch,
 * and completes each; it does no I/O. The queue is bounded: a step that finds it full is refused
 * with BUSY and may come back.
 */
final class EngineLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineLoop.class);

  /** Steps join a batch until it has this many positions; one long prefill may exceed it. */
  private static final int BATCH_POSITIONS = 256;

  private final ShardEngine engine;
  private final BlockingQueue<EngineWork> queue;
  private final ServiceMeter meter;
  private final Sampler sampler = new Sampler();
  private final Thread thread;
  private volatile boolean stopping;

  EngineLoop(ShardEngine engine, int queueSteps) {
    this.engine = engine;
    this.queue = new ArrayBlockingQueue<>(queueSteps);
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
    List<EngineWork> batch = new ArrayList<>();
    while (!stopping) {
      try {
        collect(batch);
      } catch (InterruptedException e) {
        continue; // close() sets stopping first
      }
      compute(batch);
      batch.clear();
    }
  }

  private void collect(List<EngineWork> batch) throws InterruptedException {
    EngineWork next = queue.take();
    int positions = 0;
    while (next != null) {
      batch.add(next);
      positions += next.positions();
      next = positions < BATCH_POSITIONS ? queue.poll() : null;
    }
  }

  private void compute(List<EngineWork> batch) {
    long start = System.nanoTime();
    int positions = batch.stream().mapToInt(EngineWork::positions).sum();
    try {
      List<float[]> rows = forward(batch);
      List<Runnable> completions = new ArrayList<>(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        completions.add(finished(batch.get(i), rows.get(i), start));
      }
      boolean decoding = batch.stream().allMatch(EngineWork::isDecode);
      meter.computed(positions, decoding, System.nanoTime() - start);
      completions.forEach(Runnable::run);
    } catch (RuntimeException e) {
      meter.abandoned(positions);
      failed(batch, e);
    }
  }

  private List<float[]> forward(List<EngineWork> batch) {
    List<float[]> rows = new ArrayList<>(batch.size());
    List<Segment> segments = new ArrayList<>(batch.size());
    for (EngineWork work : batch) {
      float[] input = work.input().toRows(engine);
      rows.add(input);
      segments.add(new Segment(work.cache(), input, work.positions(), work.adapter()));
    }
    engine.forward(segments);
    return rows;
  }

  /** Draws the token and returns what completes the step, which wakes its session's thread. */
  private Runnable finished(EngineWork work, float[] rows, long start) {
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
  private void failed(List<EngineWork> batch, RuntimeException cause) {
    if (batch.size() == 1) {
      LOG.warn("a step failed in the engine: {}", cause.toString());
      batch.getFirst().outcome().completeExceptionally(cause);
      return;
    }
    for (EngineWork work : batch) {
      meter.queued(work.positions());
      compute(List.of(work));
    }
  }

  private void failWaiting() {
    EngineWork work;
    while ((work = queue.poll()) != null) {
      meter.abandoned(work.positions());
      work.outcome().completeExceptionally(shuttingDown());
    }
  }

  // Not BUSY: coming back to this node is of no use.
  private static PeerzException shuttingDown() {
    return new PeerzException(
        ErrorCode.PEER_UNREACHABLE, "the node is stopping; choose another node");
  }
}
