package io.peerz.inference.sample;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/** How often each token was generated so far in one answer; the prompt does not count. */
public final class TokenCounts {
  private final Map<Integer, Integer> counts = new HashMap<>();

  /** The same counts, to go on with apart. */
  public TokenCounts copy() {
    TokenCounts same = new TokenCounts();
    same.counts.putAll(counts);
    return same;
  }

  public void add(int token) {
    counts.merge(token, 1, Integer::sum);
  }

  void forEach(ObjIntConsumer<Integer> action) {
    counts.forEach(action::accept);
  }
}
