package io.peerz.proof.cost;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;

/**
 * The shape of a Llama-like model, as registered on chain; every compute cost follows from it.
 *
 * @param layers transformer blocks (uint16)
 * @param dModel width of the residual stream (uint32)
 * @param heads query heads (uint16)
 * @param kvHeads key and value heads, a divisor of {@code heads} (uint16)
 * @param headDim width of one head (uint16)
 * @param dFf inner width of the feed-forward block (uint32)
 * @param vocab rows of the head matrix (uint32)
 * @param weightDtype as served: 0 float32, 1 bfloat16, 2 eight and 3 four bits by blocks, 4 float16
 *     (uint8)
 * @param profile 0 bit-exact, 1 within a tolerance (uint8)
 */
public record Geometry(
    int layers,
    int dModel,
    int heads,
    int kvHeads,
    int headDim,
    int dFf,
    int vocab,
    int weightDtype,
    int profile) {
  public Geometry {
    Require.range(BAD_REQUEST, "layers", layers, 1, 0xffff);
    Require.range(BAD_REQUEST, "dModel", dModel, 1, Integer.MAX_VALUE);
    Require.range(BAD_REQUEST, "heads", heads, 1, 0xffff);
    Require.range(BAD_REQUEST, "kvHeads", kvHeads, 1, heads);
    Require.range(BAD_REQUEST, "headDim", headDim, 1, 0xffff);
    Require.range(BAD_REQUEST, "dFf", dFf, 1, Integer.MAX_VALUE);
    Require.range(BAD_REQUEST, "vocab", vocab, 1, Integer.MAX_VALUE);
    Require.uint(BAD_REQUEST, "weightDtype", weightDtype, 8);
    Require.uint(BAD_REQUEST, "profile", profile, 8);
    Require.that(heads % kvHeads == 0, BAD_REQUEST, "heads must be a multiple of kvHeads");
  }

  /** Whether results are the same to the bit on every machine, so that a receipt can be proven. */
  public boolean isExact() {
    return profile == 0;
  }

  /** The same shape with weights of another type. */
  public Geometry withWeightDtype(int dtype) {
    return new Geometry(layers, dModel, heads, kvHeads, headDim, dFf, vocab, dtype, profile);
  }

  /** The same shape under another profile. */
  public Geometry withProfile(int other) {
    return new Geometry(layers, dModel, heads, kvHeads, headDim, dFf, vocab, weightDtype, other);
  }
}
