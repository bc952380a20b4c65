package io.peerz.devnet.trust;

import java.util.SplittableRandom;

/**
 * The inequality that deters: cheating everywhere loses iff {@code k·d·(S+R) > G}, with k samples
 * per batch, detection d per sample on false work, stake S and withheld reward R at risk, and G
 * saved. A share x of false work is hit by a sample with probability x.
 */
record CheatingPays(int samples, double detection, double atRisk, double saved) {
  /** Expected profit of cheating a share of the work, by the formula. */
  double profit(double share) {
    double missed = Math.pow(1 - share * detection, samples);
    return missed * share * saved - (1 - missed) * atRisk;
  }

  /** The best that any share brings, by the formula. */
  double bestProfit() {
    double best = Double.NEGATIVE_INFINITY;
    for (int percent = 1; percent <= 100; percent++) {
      best = Math.max(best, profit(percent / 100.0));
    }
    return best;
  }

  /** What cheating this share earned on average over so many simulated batches. */
  double simulated(double share, int batches, SplittableRandom random) {
    double money = 0;
    for (int batch = 0; batch < batches; batch++) {
      boolean found = false;
      for (int sample = 0; sample < samples; sample++) {
        found |= random.nextDouble() < share && random.nextDouble() < detection;
      }
      money += found ? -atRisk : share * saved;
    }
    return money / batches;
  }
}
