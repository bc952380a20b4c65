package io.peerz.inference.serve;

import io.peerz.proof.id.Address;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The steps that wait for an engine, and the order in which their positions are computed. Of all
 * payers that have something to compute, the one that got least goes next, so that nobody waits for
 * another's long prompts; a payer that comes back after a pause starts level with the others.
 * Prompts are cut into slices. Steps of one token go before them, and beside tokens there is only
 * as much of a prompt as costs no further pass over the weights. Bounded; thread-safe.
 */
final class FairQueue {
  /** Steps join a batch until it has this many positions. */
  private static final int BATCH_POSITIONS = 256;

  /** Of one prompt in one batch: rows that an engine computes in one pass over the weights. */
  private static final int SLICE = 64;

  /** Prompts go on by this much however many tokens go before them. */
  private static final int LEAST_SLICE = 16;

  private static final class Lane {
    private final Deque<EngineWork> tokens = new ArrayDeque<>();
    private final Deque<EngineWork> prompts = new ArrayDeque<>();
    private long served;

    private Deque<EngineWork> of(EngineWork work) {
      return work.isDecode() ? tokens : prompts;
    }

    /** The first prompt that is not among those. */
    private Optional<EngineWork> prompt(Set<EngineWork> taken) {
      return prompts.stream().filter(work -> !taken.contains(work)).findFirst();
    }

    private boolean isIdle() {
      return tokens.isEmpty() && prompts.isEmpty();
    }
  }

  private final int maxSteps;
  private final Map<Address, Lane> lanes = new LinkedHashMap<>();
  private int steps;
  private long leastServed; // what the lane that went last had got before: where a new one starts

  FairQueue(int maxSteps) {
    this.maxSteps = maxSteps;
  }

  /** False when the queue is full. */
  synchronized boolean offer(EngineWork work) {
    if (steps >= maxSteps) {
      return false;
    }
    steps++;
    lanes.computeIfAbsent(work.payer(), _ -> newLane()).of(work).add(work);
    notifyAll();
    return true;
  }

  private Lane newLane() {
    Lane lane = new Lane();
    lane.served = leastServed;
    return lane;
  }

  /**
   * The next batch, at least one slice; waits for one. A prompt stays in the queue until it is
   * {@link #remove}d.
   */
  synchronized List<Slice> take() throws InterruptedException {
    while (steps == 0) {
      wait();
    }
    List<Slice> batch = new ArrayList<>();
    int tokens = takeTokens(batch);
    int beside = Math.max(LEAST_SLICE, SLICE - tokens % SLICE);
    takePrompts(batch, tokens == 0 ? BATCH_POSITIONS : beside);
    return batch;
  }

  private int takeTokens(List<Slice> batch) {
    int positions = 0;
    while (positions < BATCH_POSITIONS) {
      Optional<Lane> next = leastServed(lane -> !lane.tokens.isEmpty());
      if (next.isEmpty()) {
        break;
      }
      EngineWork work = next.get().tokens.poll();
      steps--;
      add(batch, next.get(), work, work.left());
      positions += work.left();
    }
    dropIdle();
    return positions;
  }

  private void takePrompts(List<Slice> batch, int room) {
    int positions = 0;
    Set<EngineWork> taken = new HashSet<>();
    while (positions < room) {
      Optional<Lane> next = leastServed(lane -> lane.prompt(taken).isPresent());
      if (next.isEmpty()) {
        break;
      }
      EngineWork work = next.get().prompt(taken).orElseThrow();
      int count = Math.min(Math.min(work.left(), SLICE), room - positions);
      taken.add(work);
      add(batch, next.get(), work, count);
      positions += count;
    }
  }

  private void add(List<Slice> batch, Lane lane, EngineWork work, int count) {
    batch.add(new Slice(work, count));
    leastServed = lane.served;
    lane.served += count;
  }

  private Optional<Lane> leastServed(Predicate<Lane> hasWork) {
    return lanes.values().stream()
        .filter(hasWork)
        .min(Comparator.comparingLong((Lane lane) -> lane.served));
  }

  /** A prompt is computed or has failed; of a step of one token nothing is left to remove. */
  synchronized void remove(EngineWork work) {
    Lane lane = lanes.get(work.payer());
    if (lane != null && lane.prompts.remove(work)) {
      steps--;
    }
    dropIdle();
  }

  private void dropIdle() {
    lanes.values().removeIf(Lane::isIdle);
  }

  /** Takes out all that waits. */
  synchronized List<EngineWork> drain() {
    List<EngineWork> all = new ArrayList<>();
    lanes.values().forEach(lane -> all.addAll(lane.tokens));
    lanes.values().forEach(lane -> all.addAll(lane.prompts));
    lanes.clear();
    steps = 0;
    return all;
  }
}
