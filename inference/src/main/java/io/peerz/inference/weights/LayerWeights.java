package io.peerz.inference.weights;

import java.util.Optional;

/**
 * Weights of one transformer block. Norm weights and biases are matrices of one float32 row.
 *
 * @param bias present in families whose q, k, v projections add one
 * @param headNorm present in families that normalise each query and key head
 */
public record LayerWeights(
    Matrix attentionNorm,
    Matrix query,
    Matrix key,
    Matrix value,
    Matrix output,
    Matrix feedForwardNorm,
    Matrix gate,
    Matrix up,
    Matrix down,
    Optional<QkvBias> bias,
    Optional<HeadNorm> headNorm) {

  LayerWeights toQ8() {
    return new LayerWeights(
        attentionNorm,
        query.toQ8(),
        key.toQ8(),
        value.toQ8(),
        output.toQ8(),
        feedForwardNorm,
        gate.toQ8(),
        up.toQ8(),
        down.toQ8(),
        bias,
        headNorm);
  }

  /** Added to the projections, one row each. */
  public record QkvBias(Matrix query, Matrix key, Matrix value) {}

  /** Weights of width headDim, shared by all heads. */
  public record HeadNorm(Matrix query, Matrix key) {}
}
