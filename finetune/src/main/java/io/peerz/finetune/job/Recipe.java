package io.peerz.finetune.job;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.update.UpdateEncoding;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * How every unit of a job trains and how a round becomes the next adapter. Its hash is on chain, so
 * nobody changes it after the first unit.
 *
 * @param rank inner width of the adapter
 * @param alpha the adapter's output is scaled by alpha / rank
 * @param targets projections that carry an adapter, as bits of {@link MacFormula}
 * @param steps optimiser steps of a unit
 * @param rows sequences of a step
 * @param seqLen tokens of a sequence
 * @param learningRate peak rate of the inner optimiser
 * @param warmupSteps steps over which the rate rises
 * @param merge how accepted updates become one
 * @param outer the step that the merged update takes
 * @param encoding of updates
 * @param feedbackDecay share of the encoding's error that a node carries into its next round
 * @param slicesPerUnit data slices that a unit draws from
 * @param slicesPerMeasurement held-out slices that a round is measured on
 */
public record Recipe(
    int rank,
    double alpha,
    int targets,
    int steps,
    int rows,
    int seqLen,
    double learningRate,
    int warmupSteps,
    MergeRule merge,
    OuterNesterov outer,
    UpdateEncoding encoding,
    double feedbackDecay,
    int slicesPerUnit,
    int slicesPerMeasurement) {
  /** "PZR1" */
  private static final int MAGIC = 0x505A5231;

  /** Two measured slices at least: one figure has no standard error. */
  private static final int MIN_MEASURED = 2;

  private static final int MAX_SLICES = 256;

  public Recipe {
    Require.range(BAD_REQUEST, "rank", rank, 1, 1024);
    Require.that(alpha > 0 && alpha <= 1e6, BAD_REQUEST, "alpha must lie in (0, 1e6]");
    Require.range(BAD_REQUEST, "targets", targets, 1, 0x7f);
    Require.range(BAD_REQUEST, "steps", steps, 1, 100_000);
    Require.range(BAD_REQUEST, "rows", rows, 1, 4096);
    Require.range(BAD_REQUEST, "seqLen", seqLen, 2, 1 << 20);
    Require.that(
        learningRate > 0 && learningRate <= 1, BAD_REQUEST, "learning rate must lie in (0, 1]");
    Require.range(BAD_REQUEST, "warmupSteps", warmupSteps, 0, steps);
    Require.that(
        feedbackDecay >= 0 && feedbackDecay <= 1, BAD_REQUEST, "feedback decay must lie in [0, 1]");
    Require.range(BAD_REQUEST, "slicesPerUnit", slicesPerUnit, 1, MAX_SLICES);
    Require.range(
        BAD_REQUEST, "slicesPerMeasurement", slicesPerMeasurement, MIN_MEASURED, MAX_SLICES);
  }

  /** Compute cost of one unit; the chain computes the same number. */
  public BigInteger unitMacs(Geometry geometry) {
    return BigInteger.valueOf(MacFormula.lora(geometry, rows, seqLen, steps, rank, targets));
  }

  /** Tokens that a unit trains on, padding included. */
  public long unitTokens() {
    return (long) steps * rows * seqLen;
  }

  /** The adapter of this recipe. */
  public LoraConfig lora() {
    return new LoraConfig(rank, alpha);
  }

  /** What a worker follows that trains less, or more, than it says. */
  public Recipe withSteps(int newSteps) {
    return new Recipe(
        rank,
        alpha,
        targets,
        newSteps,
        rows,
        seqLen,
        learningRate,
        Math.min(warmupSteps, newSteps),
        merge,
        outer,
        encoding,
        feedbackDecay,
        slicesPerUnit,
        slicesPerMeasurement);
  }

  public Digest hash() {
    return Keccak.hash(encode());
  }

  /** The one form whose hash counts: big-endian, enum constants by name. */
  public byte[] encode() {
    Encoder out = new Encoder();
    out.fixed(4).putInt(MAGIC);
    out.fixed(12).putInt(rank).putDouble(alpha);
    out.fixed(16).putInt(targets).putInt(steps).putInt(rows).putInt(seqLen);
    out.fixed(12).putDouble(learningRate).putInt(warmupSteps);
    out.text(merge.name());
    out.fixed(16).putDouble(outer.learningRate()).putDouble(outer.momentum());
    out.text(encoding.name());
    out.fixed(16).putDouble(feedbackDecay).putInt(slicesPerUnit).putInt(slicesPerMeasurement);
    return out.bytes();
  }

  static Recipe decode(ByteBuffer in) {
    Decoder from = new Decoder("recipe", in);
    from.magic(MAGIC);
    return new Recipe(
        from.int32(),
        from.float64(),
        from.int32(),
        from.int32(),
        from.int32(),
        from.int32(),
        from.float64(),
        from.int32(),
        from.constant(MergeRule.class),
        from.outer(),
        from.constant(UpdateEncoding.class),
        from.float64(),
        from.int32(),
        from.int32());
  }

  /** Reads exactly what {@link #encode} wrote. */
  public static Recipe decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Recipe recipe = decode(in);
    new Decoder("recipe", in).end();
    return recipe;
  }
}
