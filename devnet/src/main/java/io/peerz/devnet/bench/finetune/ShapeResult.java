package io.peerz.devnet.bench.finetune;

import io.peerz.devnet.bench.Samples;

/**
 * What one shape gave.
 *
 * @param ourSeconds of each step
 * @param plainSeconds of each step
 * @param ourPeakMegabytes most resident memory
 * @param plainPeakMegabytes most resident memory
 * @param lossGap largest relative difference of the two losses of a step
 * @param macsPerSecond of a large matrix product
 */
record ShapeResult(
    TrainingShape shape,
    Samples ourSeconds,
    Samples plainSeconds,
    double ourPeakMegabytes,
    double plainPeakMegabytes,
    double lossGap,
    double macsPerSecond) {

  double ourTokensPerSecond() {
    return shape.tokensPerStep() / ourSeconds.median();
  }

  double plainTokensPerSecond() {
    return shape.tokensPerStep() / plainSeconds.median();
  }

  /** Tokens per second if a step did nothing but its multiply-accumulates, at full speed. */
  double limitTokensPerSecond() {
    return macsPerSecond / shape.macsPerStep() * shape.tokensPerStep();
  }
}
