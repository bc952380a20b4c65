package io.peerz.inference.engine.exact;

/** The scalar functions of CANON-1; each has one result on every machine. */
final class Canon {
  /** Accumulators of a dot product. */
  static final int LANES = 16;

  private Canon() {}

  /** Dot product in canonical order; {@code lanes} is scratch of 16 floats. */
  static float dot(float[] a, int aOffset, float[] b, int bOffset, int length, float[] lanes) {
    java.util.Arrays.fill(lanes, 0, LANES, 0f);
    for (int k = 0; k < length; k++) {
      int lane = k & (LANES - 1);
      lanes[lane] = Math.fma(a[aOffset + k], b[bOffset + k], lanes[lane]);
    }
    return tree(lanes, 0);
  }

  /** Sum in canonical order: the dot product with ones. */
  static float sum(float[] a, int offset, int length, float[] lanes) {
    java.util.Arrays.fill(lanes, 0, LANES, 0f);
    for (int k = 0; k < length; k++) {
      lanes[k & (LANES - 1)] += a[offset + k];
    }
    return tree(lanes, 0);
  }

  /** Folds 16 accumulators, halves onto halves: 8, 4, 2, 1. They are overwritten. */
  static float tree(float[] lanes, int offset) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[offset + lane] += lanes[offset + lane + half];
      }
    }
    return lanes[offset];
  }

  /** e^x through fdlibm in double, rounded once. */
  static float exp(float x) {
    return (float) StrictMath.exp(x);
  }

  /** x * sigmoid(x). */
  static float silu(float x) {
    return x / (1f + exp(-x));
  }

  /** GELU by its tanh form, through fdlibm in double, rounded once. */
  static float geluTanh(float x) {
    double inner = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    return (float) (0.5 * x * (1 + StrictMath.tanh(inner)));
  }

  /** cap * tanh(x / cap) in double, rounded once; x as it is for a cap of zero. */
  static float softcap(float x, float cap) {
    return cap == 0 ? x : (float) (cap * StrictMath.tanh(x / (double) cap));
  }

  /** 1 / sqrt(x); both operations are exact by IEEE 754. */
  static float inverseSqrt(float x) {
    return 1f / (float) Math.sqrt(x);
  }
}
