package io.peerz.inference.engine.exact;

import static io.peerz.inference.engine.exact.QuantisedRows.BLOCK;
import static io.peerz.inference.engine.exact.QuantisedRows.PAIRS;

import io.peerz.inference.weights.QuantBlocks;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link QuantBlocks#quantise} on vectors: the same numbers, up to the sign of a zero. And the
 * forms of activations that vector kernels multiply with; sums of whole numbers may be reduced in
 * any order.
 */
final class VectorRounding {
  private static final VectorSpecies<Float> F = Lanes.floats();
  private static final VectorSpecies<Integer> I = F.withLanes(int.class);
  private static final int V = F.length();
  private static final float MAX = 127;

  /** Added and taken away again it rounds small numbers half to even. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int LOW_HALF = 0xffff;

  private final int offset;
  private final float[] factors = new float[BLOCK];

  /** The highest number of a word is shifted down, for a mask would leave it with a sign. */
  VectorRounding(QuantBlocks w) {
    offset = w.form().offset();
    for (int col = 0; col < BLOCK; col++) {
      boolean highest = w.bit(col) + w.form().bits() == Integer.SIZE;
      factors[col] = highest ? 1 : 1f / (1 << w.bit(col));
    }
  }

  static float round(float[] values, int from, int count, float[] q, int qOffset) {
    if (count < BLOCK) {
      return QuantBlocks.quantise(values, from, count, q, qOffset);
    }
    FloatVector largest = FloatVector.zero(F);
    for (int i = 0; i < BLOCK; i += V) {
      largest = largest.max(FloatVector.fromArray(F, values, from + i).abs());
    }
    float scale = largest.reduceLanes(VectorOperators.MAX) / MAX;
    if (!(scale > 0)) {
      java.util.Arrays.fill(q, qOffset, qOffset + BLOCK, 0f);
      return scale;
    }
    for (int i = 0; i < BLOCK; i += V) {
      FloatVector ratio = FloatVector.fromArray(F, values, from + i).div(scale);
      ratio.add(ROUNDER).sub(ROUNDER).min(MAX).max(-MAX).intoArray(q, qOffset + i);
    }
    return scale;
  }

  /** Fills {@link QuantisedRows#scaled} and {@link QuantisedRows#starts} of one block of a row. */
  void scale(QuantisedRows rows, int at) {
    FloatVector sum = FloatVector.zero(F);
    for (int i = 0; i < BLOCK; i += V) {
      FloatVector q = FloatVector.fromArray(F, rows.q, at * BLOCK + i);
      q.mul(FloatVector.fromArray(F, factors, i)).intoArray(rows.scaled, at * BLOCK + i);
      sum = sum.add(q);
    }
    rows.starts[at] = 0f - offset * sum.reduceLanes(VectorOperators.ADD);
  }

  /** Fills {@link QuantisedRows#pairs} and {@link QuantisedRows#pairStarts} likewise. */
  void pair(QuantisedRows rows, int at) {
    IntVector low = IntVector.zero(I);
    IntVector high = low;
    for (int i = 0; i < PAIRS; i += V) {
      IntVector a = whole(rows.q, at * BLOCK + i);
      IntVector b = whole(rows.q, at * BLOCK + PAIRS + i);
      IntVector both = a.and(LOW_HALF).or(b.lanewise(VectorOperators.LSHL, Short.SIZE));
      both.intoArray(rows.pairs, at * PAIRS + i);
      low = low.add(a);
      high = high.add(b);
    }
    int lowStart = -offset * low.reduceLanes(VectorOperators.ADD);
    int highStart = -offset * high.reduceLanes(VectorOperators.ADD);
    rows.pairStarts[at] = (lowStart & LOW_HALF) | (highStart << Short.SIZE);
  }

  private static IntVector whole(float[] q, int at) {
    return (IntVector) FloatVector.fromArray(F, q, at).convert(VectorOperators.F2I, 0);
  }
}
