package io.peerz.inference.engine.exact;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Canon#exp} on vectors. It takes the steps of fdlibm's e_exp, which StrictMath is made of,
 * in the same order and all in double, so that each lane gets StrictMath's result. Arguments beyond
 * ±200, whose results as float32 are zero and infinity, are drawn in first; that spares the cases
 * of a double's range.
 */
final class Exponential {
  private static final VectorSpecies<Double> D =
      VectorSpecies.of(double.class, VectorShape.forBitSize(Lanes.floats().vectorBitSize()));
  private static final VectorSpecies<Long> L = D.withLanes(long.class);
  private static final int V = D.length();
  private static final VectorShape HALF = VectorShape.forBitSize(D.vectorBitSize() / 2);
  private static final VectorSpecies<Float> F = VectorSpecies.of(float.class, HALF);
  private static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, HALF);

  private static final double LIMIT = 200;
  private static final double INVERSE_LN2 = 0x1.71547652b82fep0;
  private static final double LN2_HIGH = 0x1.62e42feep-1;
  private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
  private static final double P1 = 0x1.555555555553ep-3;
  private static final double P2 = -0x1.6c16c16bebd93p-9;
  private static final double P3 = 0x1.1566aaf25de2cp-14;
  private static final double P4 = -0x1.bbd41c5d26bf1p-20;
  private static final double P5 = 0x1.6376972bea4d0p-25;

  /**
   * fdlibm compares the upper words: above the first bound k = ±1, from the second on it divides.
   */
  private static final double ABOUT_HALF_LN2 = Double.longBitsToDouble(0x3fd62e43L << 32);

  private static final double ABOUT_ONE_AND_A_HALF_LN2 = Double.longBitsToDouble(0x3ff0a2b2L << 32);
  private static final int BIAS = 1023;
  private static final int FRACTION_BITS = 52;

  private Exponential() {}

  static void exponentials(float[] x, int from, int to, float shift) {
    int i = from;
    for (; i + V <= to; i += V) {
      exp(FloatVector.fromArray(F, x, i).sub(shift)).intoArray(x, i);
    }
    for (; i < to; i++) {
      x[i] = Canon.exp(x[i] - shift);
    }
  }

  static void gate(float[] gate, float[] up, int from, int to) {
    int i = from;
    for (; i + V <= to; i += V) {
      FloatVector x = FloatVector.fromArray(F, gate, i);
      FloatVector silu = x.div(exp(x.neg()).add(1f));
      silu.mul(FloatVector.fromArray(F, up, i)).intoArray(gate, i);
    }
    for (; i < to; i++) {
      gate[i] = Canon.silu(gate[i]) * up[i];
    }
  }

  private static FloatVector exp(FloatVector argument) {
    DoubleVector x = (DoubleVector) argument.convertShape(VectorOperators.F2D, D, 0);
    x = x.max(-LIMIT).min(LIMIT);
    IntVector k = halvings(x);
    DoubleVector times = (DoubleVector) k.convertShape(VectorOperators.I2D, D, 0);
    DoubleVector high = x.sub(times.mul(LN2_HIGH));
    DoubleVector low = times.mul(LN2_LOW);
    DoubleVector r = high.sub(low);
    DoubleVector t = r.mul(r);
    DoubleVector p = t.mul(P5).add(P4);
    p = t.mul(p).add(P3);
    p = t.mul(p).add(P2);
    p = t.mul(p).add(P1);
    DoubleVector c = r.sub(t.mul(p));
    DoubleVector quotient = r.mul(c).div(c.neg().add(2.0));
    DoubleVector y = low.sub(quotient).sub(high).neg().add(1.0);
    LongVector exponent = (LongVector) k.convertShape(VectorOperators.I2L, L, 0);
    DoubleVector power =
        exponent.add(BIAS).lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsDoubles();
    return (FloatVector) y.mul(power).convertShape(VectorOperators.D2F, F, 0);
  }

  /** The k for which x - k ln 2 is small, as fdlibm chooses it. */
  private static IntVector halvings(DoubleVector x) {
    DoubleVector sign = DoubleVector.broadcast(D, 1).blend(-1, x.compare(VectorOperators.LT, 0));
    DoubleVector magnitude = x.abs();
    VectorMask<Double> far = magnitude.compare(VectorOperators.GE, ABOUT_ONE_AND_A_HALF_LN2);
    VectorMask<Double> near = magnitude.compare(VectorOperators.LT, ABOUT_HALF_LN2);
    DoubleVector k = sign.blend(x.mul(INVERSE_LN2).add(sign.mul(0.5)), far).blend(0, near);
    return (IntVector) k.convertShape(VectorOperators.D2I, I, 0);
  }
}
