package io.peerz.inference.weights;

import io.peerz.inference.model.Quantisation;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.Optional;

/**
 * Weights of one transformer block. Norm weights and biases are matrices of one float32 row.
 *
 * @param bias present in families whose q, k, v projections add one
 * @param headNorm present in families that normalise each query and key head
 * @param outputNorms present in families that normalise what a half of the block adds
 */
public record LayerWeights(
    Matrix attentionNorm,
    Matrix query,
    Matrix key,
    Matrix value,
    Matrix output,
    Matrix feedForwardNorm,
    FeedForward feedForward,
    Optional<QkvBias> bias,
    Optional<HeadNorm> headNorm,
    Optional<OutputNorms> outputNorms) {

  /** A layer of the families with one feed-forward block and no output norms. */
  public LayerWeights(
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
    this(
        attentionNorm,
        query,
        key,
        value,
        output,
        feedForwardNorm,
        new FeedForward.Dense(gate, up, down),
        bias,
        headNorm,
        Optional.empty());
  }

  public Matrix gate() {
    return dense().gate();
  }

  public Matrix up() {
    return dense().up();
  }

  public Matrix down() {
    return dense().down();
  }

  private FeedForward.Dense dense() {
    if (feedForward instanceof FeedForward.Dense dense) {
      return dense;
    }
    throw new PeerzException(
        ErrorCode.BAD_REQUEST, "a mixture of experts has no single gate; use a dense model here.");
  }

  LayerWeights rounded(Quantisation form) {
    return new LayerWeights(
        attentionNorm,
        query.rounded(form),
        key.rounded(form),
        value.rounded(form),
        output.rounded(form),
        feedForwardNorm,
        feedForward.map(matrix -> matrix.rounded(form)),
        bias,
        headNorm,
        outputNorms);
  }

  /** Added to the projections, one row each. */
  public record QkvBias(Matrix query, Matrix key, Matrix value) {}

  /** Weights of width headDim, shared by all heads. */
  public record HeadNorm(Matrix query, Matrix key) {}

  /** Weights of width dModel for what attention and feed-forward give. */
  public record OutputNorms(Matrix attention, Matrix feedForward) {}
}
