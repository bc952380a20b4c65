package io.peerz.finetune.train;

/**
 * Learning rate over a run: a linear rise, then half a cosine down to a fiftieth of the peak.
 *
 * @param peak highest rate
 * @param warmupSteps steps of the rise
 * @param steps length of the run
 */
public record CosineSchedule(double peak, int warmupSteps, int steps) {
  private static final double FLOOR_SHARE = 0.02;

  public CosineSchedule {
    if (!(peak > 0) || warmupSteps < 0 || steps < 1) {
      throw new IllegalArgumentException("a schedule needs a positive rate and at least one step");
    }
  }

  /** Rate of {@code step}, counted from 0. */
  public double at(int step) {
    if (step < warmupSteps) {
      return peak * (step + 1) / warmupSteps;
    }
    double progress = Math.min(1, (step - warmupSteps) / (double) Math.max(1, steps - warmupSteps));
    double cosine = (1 + Math.cos(Math.PI * progress)) / 2;
    return peak * (FLOOR_SHARE + (1 - FLOOR_SHARE) * cosine);
  }
}
