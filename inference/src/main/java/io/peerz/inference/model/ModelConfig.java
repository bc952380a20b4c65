package io.peerz.inference.model;

import static io.peerz.proof.error.ErrorCode.BAD_CHECKPOINT;

import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.Require;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * What config.json says, checked.
 *
 * @param geometry sizes, as registered on chain
 * @param rmsNormEps added to the mean square before the root
 * @param ropeTheta base of the rotary frequencies
 * @param maxPositions longest context the model was made for
 * @param tiedHead whether the head is the embedding matrix
 * @param variations where the arithmetic leaves Llama's
 */
public record ModelConfig(
    ModelFamily family,
    Geometry geometry,
    float rmsNormEps,
    double ropeTheta,
    RopeScaling ropeScaling,
    int maxPositions,
    boolean tiedHead,
    Variations variations) {
  public static final int MAX_LAYERS = 1024;

  private static final int MAX_WIDTH = 1 << 17;
  private static final int MAX_VOCAB = 1 << 20;
  private static final int MAX_POSITIONS = 1 << 20;

  /** More feed-forward blocks than one checkpoint may name tensors for. */
  private static final int MAX_BLOCKS = 1 << 15;

  /** A model with Llama's arithmetic. */
  public ModelConfig(
      ModelFamily family,
      Geometry geometry,
      float rmsNormEps,
      double ropeTheta,
      RopeScaling ropeScaling,
      int maxPositions,
      boolean tiedHead) {
    this(
        family,
        geometry,
        rmsNormEps,
        ropeTheta,
        ropeScaling,
        maxPositions,
        tiedHead,
        Variations.NONE);
  }

  public ModelConfig {
    Objects.requireNonNull(family);
    Objects.requireNonNull(variations);
    Objects.requireNonNull(ropeScaling);
    Require.range(BAD_CHECKPOINT, "hidden_size", geometry.dModel(), 1, MAX_WIDTH);
    Require.range(BAD_CHECKPOINT, "intermediate_size", geometry.dFf(), 1, MAX_WIDTH);
    Require.range(BAD_CHECKPOINT, "vocab_size", geometry.vocab(), 1, MAX_VOCAB);
    Require.range(BAD_CHECKPOINT, "num_hidden_layers", geometry.layers(), 1, MAX_LAYERS);
    Require.range(BAD_CHECKPOINT, "num_attention_heads", geometry.heads(), 1, 1024);
    Require.range(BAD_CHECKPOINT, "head_dim", geometry.headDim(), 2, 1024);
    Require.that(geometry.headDim() % 2 == 0, BAD_CHECKPOINT, "head_dim must be even");
    Require.range(BAD_CHECKPOINT, "max_position_embeddings", maxPositions, 1, MAX_POSITIONS);
    int windows = variations.windows().ofLayers().size();
    Require.that(
        windows == 0 || windows == geometry.layers(),
        BAD_CHECKPOINT,
        "layer_types must name every layer");
    Require.that(
        family.has(ModelFamily.Trait.EXPERTS) == variations.experts().isPresent(),
        BAD_CHECKPOINT,
        "a mixture of experts needs the number and the width of its experts");
    long blocks = (long) geometry.layers() * variations.experts().map(Experts::count).orElse(1);
    Require.range(BAD_CHECKPOINT, "experts of all layers", blocks, 1, MAX_BLOCKS);
    Require.that(
        rmsNormEps > 0 && rmsNormEps < 1, BAD_CHECKPOINT, "rms_norm_eps must lie in (0, 1)");
    Require.that(
        ropeTheta >= 1 && ropeTheta < 1e12, BAD_CHECKPOINT, "rope_theta must lie in [1, 1e12)");
  }

  /** How matrices are rounded when they are loaded; empty where they stay as stored. */
  public Optional<Quantisation> quantisation() {
    return Arrays.stream(Quantisation.values())
        .filter(form -> form.dtype() == geometry.weightDtype())
        .findFirst();
  }

  /** The same model with its matrices in blocks of fewer bits. */
  public ModelConfig rounded(Quantisation form) {
    return with(geometry.withWeightDtype(form.dtype()));
  }

  /** The same model with results that near to one another. */
  public ModelConfig in(Arithmetic arithmetic) {
    return with(geometry.withProfile(arithmetic.profile()));
  }

  private ModelConfig with(Geometry other) {
    return new ModelConfig(
        family, other, rmsNormEps, ropeTheta, ropeScaling, maxPositions, tiedHead, variations);
  }

  /** Whether the arithmetic is Llama's without biases, head norms or scaled positions. */
  public boolean isPlainLlama() {
    return (family == ModelFamily.LLAMA || family == ModelFamily.MISTRAL)
        && ropeScaling instanceof RopeScaling.None
        && variations.equals(Variations.NONE);
  }

  /** Width of all query heads together. */
  public int queryWidth() {
    return geometry.heads() * geometry.headDim();
  }

  /** Width of all key (or value) heads together. */
  public int keyWidth() {
    return geometry.kvHeads() * geometry.headDim();
  }
}
