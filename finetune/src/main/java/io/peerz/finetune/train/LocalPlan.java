package io.peerz.finetune.train;

/**
 * How every unit of a job trains.
 *
 * @param steps optimiser steps of a unit
 * @param peakRate learning rate after the warm-up
 * @param warmupSteps steps over which the rate rises: a fresh optimiser knows no scale yet
 * @param settings of AdamW
 * @param layersPerStage layers recomputed at a time; changes memory only
 */
public record LocalPlan(
    int steps, double peakRate, int warmupSteps, AdamW.Settings settings, int layersPerStage) {
  public LocalPlan {
    if (steps < 1 || !(peakRate > 0) || warmupSteps < 0 || layersPerStage < 1) {
      throw new IllegalArgumentException("a unit needs steps, a rate and stages");
    }
  }

  double learningRate(int step) {
    return step < warmupSteps ? peakRate * (step + 1) / warmupSteps : peakRate;
  }
}
