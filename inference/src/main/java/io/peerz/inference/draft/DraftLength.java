package io.peerz.inference.draft;

/**
 * How many tokens to guess ahead. With acceptance a, m guesses bring (1 - a^(m+1)) / (1 - a) tokens
 * a round (Leviathan et al., 2023), and a round takes its ways and waits plus the computing of m
 * rows more; the length with the most tokens for its time is chosen. Acceptance and times are
 * learned from the rounds before. Owned by one thread.
 */
public final class DraftLength {
  private static final double FORGET = 0.95;
  private static final double GAIN = 0.1;

  private double accepted;
  private double tried;
  private double waitNanos;

  /**
   * A round is over.
   *
   * @param guessed tokens of it
   * @param cameTrue how many of them, from the first on
   * @param roundNanos from sending the rows to the answer
   * @param rowNanos computing of one row in all nodes
   */
  public void observe(int guessed, int cameTrue, long roundNanos, long rowNanos) {
    accepted = FORGET * accepted + cameTrue;
    tried = FORGET * tried + Math.min(guessed, cameTrue + 1);
    double wait = Math.max(0, roundNanos - (1.0 + guessed) * rowNanos);
    waitNanos = waitNanos == 0 ? wait : waitNanos + GAIN * (wait - waitNanos);
  }

  /** The best number of guesses, up to {@code most}. */
  public int next(int most, long rowNanos) {
    int best = 0;
    double bestRate = 0;
    double tokens = 0;
    double chance = 1;
    for (int guesses = 0; guesses <= most; guesses++) {
      tokens += chance;
      chance *= acceptance();
      double rate = tokens / Math.max(1, waitNanos + (1.0 + guesses) * rowNanos);
      if (rate > bestRate) {
        bestRate = rate;
        best = guesses;
      }
    }
    return best;
  }

  /** A beginner is taken for one who is right half the time. */
  private double acceptance() {
    return (accepted + 1) / (tried + 2);
  }
}
