package io.peerz.inference.engine.exact;

/** x / sqrt(mean(x^2) + eps) * weight. */
final class RmsNorm {
  private final float[] weight;
  private final float eps;
  private final float[] lanes = new float[Canon.LANES];

  RmsNorm(float[] weight, float eps) {
    this.weight = weight;
    this.eps = eps;
  }

  /** Normalises one row; source and target may be the same. */
  void apply(float[] x, int xOffset, float[] y, int yOffset) {
    int width = weight.length;
    float meanSquare = Canon.dot(x, xOffset, x, xOffset, width, lanes) / width;
    float scale = Canon.inverseSqrt(meanSquare + eps);
    for (int i = 0; i < width; i++) {
      y[yOffset + i] = x[xOffset + i] * scale * weight[i];
    }
  }
}
