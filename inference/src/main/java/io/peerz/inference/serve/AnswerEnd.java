package io.peerz.inference.serve;

import java.util.Set;

/**
 * Where an answer ends.
 *
 * @param stopTokens it ends behind any of these
 * @param tokensLeft it may have so many more tokens
 */
record AnswerEnd(Set<Integer> stopTokens, int tokensLeft) {
  /** For one token that is asked for alone. */
  static final AnswerEnd ONE_TOKEN = new AnswerEnd(Set.of(), 1);

  AnswerEnd {
    stopTokens = Set.copyOf(stopTokens);
  }

  /** Whether nothing comes behind {@code token}, the {@code count}th of this step. */
  boolean reachedBy(int token, int count) {
    return count >= tokensLeft || stopTokens.contains(token);
  }
}
