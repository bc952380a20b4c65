package io.peerz.proof.cost;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;

/**
 * Multiply-accumulates of a piece of work, equal to the model registry's formula on chain.
 *
 * <p>The forward cost is additive over chunks of tokens and over layers, so cutting a receipt in
 * two changes nothing. The conventions are fixed; they are not what an implementation happened to
 * do.
 */
public final class MacFormula {
  /** Bits of {@code targets} in {@link #lora}: the projections that carry an adapter. */
  public static final int TARGET_Q = 1;

  public static final int TARGET_K = 1 << 1;
  public static final int TARGET_V = 1 << 2;
  public static final int TARGET_O = 1 << 3;
  public static final int TARGET_GATE = 1 << 4;
  public static final int TARGET_UP = 1 << 5;
  public static final int TARGET_DOWN = 1 << 6;

  private MacFormula() {}

  /**
   * Layers [layerStart, layerEnd) for {@code tokens} tokens from position {@code posStart}; the
   * output head as well when {@code withHead}. An empty layer range with the head costs the head.
   */
  public static long forward(
      Geometry g, int layerStart, int layerEnd, int posStart, int tokens, boolean withHead) {
    Require.range(BAD_REQUEST, "layerEnd", layerEnd, 0, g.layers());
    Require.range(BAD_REQUEST, "layerStart", layerStart, 0, layerEnd);
    Require.range(BAD_REQUEST, "posStart", posStart, 0, Integer.MAX_VALUE);
    Require.range(BAD_REQUEST, "tokens", tokens, 0, Integer.MAX_VALUE);
    try {
      long perLayer =
          Math.addExact(
              Math.multiplyExact(linearPerToken(g), (long) tokens), attention(g, posStart, tokens));
      long blocks = Math.multiplyExact(perLayer, (long) (layerEnd - layerStart));
      return withHead ? Math.addExact(blocks, head(g, tokens)) : blocks;
    } catch (ArithmeticException e) {
      throw overflow(e);
    }
  }

  /**
   * One fine-tuning unit: {@code steps} steps over {@code seqs} sequences of {@code seqLen} tokens
   * through all layers and the head. A step is the forward pass, the backward pass of the
   * activations (the same linear MACs, twice the attention), and {@code 3 * rank * (in + out)} per
   * adapted projection and token.
   */
  public static long lora(Geometry g, int seqs, int seqLen, int steps, int rank, int targets) {
    return lora(g, 0, g.layers(), seqs, seqLen, steps, rank, targets);
  }

  /**
   * The part of a unit that the layers [layerStart, layerEnd) are, with the head if they end the
   * model. Parts that cover the model add up to the unit.
   */
  public static long lora(
      Geometry g,
      int layerStart,
      int layerEnd,
      int seqs,
      int seqLen,
      int steps,
      int rank,
      int targets) {
    Require.range(BAD_REQUEST, "layerEnd", layerEnd, 0, g.layers());
    Require.range(BAD_REQUEST, "layerStart", layerStart, 0, layerEnd);
    Require.range(BAD_REQUEST, "seqs", seqs, 0, Integer.MAX_VALUE);
    Require.range(BAD_REQUEST, "seqLen", seqLen, 0, Integer.MAX_VALUE);
    Require.range(BAD_REQUEST, "steps", steps, 0, Integer.MAX_VALUE);
    Require.range(BAD_REQUEST, "rank", rank, 0, 0xffff);
    Require.range(BAD_REQUEST, "targets", targets, 0, 0x7f);
    try {
      long linear = Math.multiplyExact(Math.multiplyExact(2L, linearPerToken(g)), (long) seqLen);
      long attention = Math.multiplyExact(3L, attention(g, 0, seqLen));
      long adapters = adapters(g, seqLen, rank, targets);
      long perLayer = Math.addExact(Math.addExact(linear, attention), adapters);
      long blocks = Math.multiplyExact(perLayer, (long) (layerEnd - layerStart));
      long head = layerEnd == g.layers() ? Math.multiplyExact(2L, head(g, seqLen)) : 0;
      long perSequence = Math.addExact(blocks, head);
      return Math.multiplyExact(Math.multiplyExact(perSequence, (long) seqs), (long) steps);
    } catch (ArithmeticException e) {
      throw overflow(e);
    }
  }

  /** Query, key, value and output projections and the three matrices of SwiGLU, for one token. */
  private static long linearPerToken(Geometry g) {
    long queryAndOutput = Math.multiplyExact(2L * g.dModel(), (long) g.heads() * g.headDim());
    long keyAndValue = Math.multiplyExact(2L * g.dModel(), (long) g.kvHeads() * g.headDim());
    long feedForward = Math.multiplyExact(3L * g.dModel(), (long) g.dFf());
    return Math.addExact(Math.addExact(queryAndOutput, keyAndValue), feedForward);
  }

  /** Scores and weighted values: the token at position i attends to i + 1 positions. */
  private static long attention(Geometry g, int posStart, int tokens) {
    long n = tokens;
    long attended = Math.addExact(n * posStart, n * (n + 1) / 2);
    return Math.multiplyExact(2L * g.heads() * g.headDim(), attended);
  }

  private static long head(Geometry g, int tokens) {
    return Math.multiplyExact((long) g.dModel() * g.vocab(), (long) tokens);
  }

  private static long adapters(Geometry g, int seqLen, int rank, int targets) {
    long d = g.dModel();
    long query = (long) g.heads() * g.headDim();
    long keyValue = (long) g.kvHeads() * g.headDim();
    long widths = 0;
    widths += on(targets, TARGET_Q) * (d + query);
    widths += on(targets, TARGET_K) * (d + keyValue);
    widths += on(targets, TARGET_V) * (d + keyValue);
    widths += on(targets, TARGET_O) * (query + d);
    widths += on(targets, TARGET_GATE) * (d + g.dFf());
    widths += on(targets, TARGET_UP) * (d + g.dFf());
    widths += on(targets, TARGET_DOWN) * (g.dFf() + d);
    return Math.multiplyExact(Math.multiplyExact(3L * rank, widths), (long) seqLen);
  }

  private static int on(int targets, int bit) {
    return (targets & bit) == 0 ? 0 : 1;
  }

  private static PeerzException overflow(ArithmeticException cause) {
    return new PeerzException(
        BAD_REQUEST, "compute cost exceeds 2^63 MACs; use a smaller chunk or model", cause);
  }
}
