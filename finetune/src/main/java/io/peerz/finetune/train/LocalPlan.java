package io.peerz.finetune.train;

/**
 * How every unit of a job trains.
 *
 * @param steps optimiser steps of a unit
 * @param peakRate learning rate after the warm-up; it falls to a tenth until the last step, which
 *     settles what the unit hands in
 * @param warmupSteps steps over which the rate rises: a fresh optimiser knows no scale yet
 */
public record LocalPlan(int steps, double peakRate, int warmupSteps) {
  private static final double FLOOR_SHARE = 0.1;

  public LocalPlan {
    if (steps < 1 || !(peakRate > 0) || warmupSteps < 0) {
      throw new IllegalArgumentException("a unit needs steps and a rate");
    }
  }

  double learningRate(int step) {
    if (step < warmupSteps) {
      return peakRate * (step + 1) / warmupSteps;
    }
    double progress = (step - warmupSteps) / (double) Math.max(1, steps - 1 - warmupSteps);
    return peakRate * (1 - (1 - FLOOR_SHARE) * progress);
  }
}
