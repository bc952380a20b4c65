package io.peerz.devnet.swarm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** When the tokens of one answer came. Written by one thread. */
final class TokenTimes {
  /** The first gaps belong to the prompt and to cold caches. */
  private static final int SKIPPED = 8;

  private static final double NANOS_PER_MILLI = 1e6;

  private final List<Long> nanos = new ArrayList<>();

  void token() {
    nanos.add(System.nanoTime());
  }

  /** Median time between two tokens. */
  double medianMillis() {
    List<Double> gaps = new ArrayList<>();
    for (int i = SKIPPED; i + 1 < nanos.size(); i++) {
      gaps.add((nanos.get(i + 1) - nanos.get(i)) / NANOS_PER_MILLI);
    }
    Collections.sort(gaps);
    return gaps.get(gaps.size() / 2);
  }

  /** Tokens behind the first, over the time that they took. */
  double perSecond() {
    return (nanos.size() - 1 - SKIPPED) / ((nanos.getLast() - nanos.get(SKIPPED)) / 1e9);
  }

  /** The longest silence that had not ended at a moment. */
  double longestMillisAfter(long moment) {
    double longest = 0;
    for (int i = 0; i + 1 < nanos.size(); i++) {
      if (nanos.get(i + 1) >= moment) {
        long from = Math.max(moment, nanos.get(i));
        longest = Math.max(longest, (nanos.get(i + 1) - from) / NANOS_PER_MILLI);
      }
    }
    return longest;
  }
}
