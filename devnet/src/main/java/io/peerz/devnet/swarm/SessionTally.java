package io.peerz.devnet.swarm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of many sessions, counted together. Thread-safe. */
final class SessionTally {
  private static final double NANOS_PER_MILLI = 1e6;

  private final List<Double> gapMillis = new ArrayList<>();
  private final Map<Integer, List<Double>> firstMillis = new TreeMap<>();
  private final Map<String, Integer> lost = new TreeMap<>();
  private int ended;
  private int cut;
  private long promptTokens;

  /**
   * @param tokenNanos when each token came
   * @param whole whether the answer had all its tokens
   */
  synchronized void ended(int prompt, long startNanos, List<Long> tokenNanos, boolean whole) {
    if (!whole) {
      lost("an answer that is too short");
      return;
    }
    ended++;
    promptTokens += prompt;
    firstMillis
        .computeIfAbsent(prompt, _ -> new ArrayList<>())
        .add((tokenNanos.getFirst() - startNanos) / NANOS_PER_MILLI);
    for (int i = 1; i < tokenNanos.size(); i++) {
      gapMillis.add((tokenNanos.get(i) - tokenNanos.get(i - 1)) / NANOS_PER_MILLI);
    }
  }

  /** Stopped by the end of the run. */
  synchronized void cut() {
    cut++;
  }

  synchronized void lost(String reason) {
    lost.merge(reason, 1, Integer::sum);
  }

  synchronized int ended() {
    return ended;
  }

  synchronized int cutOff() {
    return cut;
  }

  synchronized Map<String, Integer> lost() {
    return new TreeMap<>(lost);
  }

  synchronized int lostCount() {
    return lost.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized long promptTokens() {
    return promptTokens;
  }

  synchronized int answerTokens() {
    return gapMillis.size() + ended;
  }

  /** Time between two tokens that this share of them does not exceed. */
  synchronized double gapMillis(double share) {
    return quantile(gapMillis, share);
  }

  /** By prompt length: number of prompts, and time to their first token. */
  synchronized Map<Integer, List<Double>> firstMillis() {
    Map<Integer, List<Double>> copy = new TreeMap<>();
    firstMillis.forEach((length, times) -> copy.put(length, List.copyOf(times)));
    return copy;
  }

  static double quantile(List<Double> values, double share) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1))));
  }
}
