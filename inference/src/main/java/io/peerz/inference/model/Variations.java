package io.peerz.inference.model;

import static io.peerz.proof.error.ErrorCode.BAD_CHECKPOINT;

import io.peerz.proof.error.Require;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a model's arithmetic leaves Llama's.
 *
 * @param scoreDivisor attention scores are divided by its square root; 0 means headDim
 * @param scoreSoftcap scores become {@code cap * tanh(score / cap)}; 0 for none
 * @param logitSoftcap the same for the logits
 * @param embeddingScale factor of the embedded rows
 */
public record Variations(
    Activation activation,
    float scoreDivisor,
    float scoreSoftcap,
    float logitSoftcap,
    float embeddingScale,
    Windows windows,
    Optional<Experts> experts) {
  public static final Variations NONE =
      new Variations(Activation.SILU, 0, 0, 0, 1, Windows.NONE, Optional.empty());

  public Variations {
    Objects.requireNonNull(activation);
    Objects.requireNonNull(windows);
    Objects.requireNonNull(experts);
    requireNonNegative("query_pre_attn_scalar", scoreDivisor);
    requireNonNegative("attn_logit_softcapping", scoreSoftcap);
    requireNonNegative("final_logit_softcapping", logitSoftcap);
    requireNonNegative("embedding scale", embeddingScale);
  }

  private static void requireNonNegative(String what, float value) {
    Require.that(value >= 0 && value < 1e9f, BAD_CHECKPOINT, what + " must lie in [0, 1e9)");
  }

  public Variations withWindows(Windows other) {
    return new Variations(
        activation, scoreDivisor, scoreSoftcap, logitSoftcap, embeddingScale, other, experts);
  }

  public Variations withExperts(Experts other) {
    return new Variations(
        activation,
        scoreDivisor,
        scoreSoftcap,
        logitSoftcap,
        embeddingScale,
        windows,
        Optional.of(other));
  }
}
