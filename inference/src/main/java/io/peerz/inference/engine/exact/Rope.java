package io.peerz.inference.engine.exact;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.RopeScaling;

/**
 * Rotary position embedding in the half-split form: elements {@code i} and {@code i + headDim/2} of
 * a head turn by {@code position * frequency[i]}. Frequencies and angles are float32, as in the
 * programs that trained the models; sines and cosines go through StrictMath.
 */
final class Rope {
  private final int half;
  private final float[] frequency;

  /** The rotation of the layers that see the whole context. */
  static Rope of(ModelConfig config) {
    return new Rope(config, config.ropeTheta(), config.ropeScaling());
  }

  /** The rotation of layers with a window and a base of their own. */
  static Rope local(ModelConfig config) {
    double theta = config.variations().windows().localRopeTheta();
    return new Rope(config, theta, new RopeScaling.None());
  }

  private Rope(ModelConfig config, double theta, RopeScaling scaling) {
    half = config.geometry().headDim() / 2;
    frequency = scaling.frequencies(theta, config.geometry().headDim());
  }

  /** Pairs of one position: cosines in [offset, offset+half), sines in the half behind. */
  void angles(int position, float[] target, int offset) {
    for (int i = 0; i < half; i++) {
      float angle = position * frequency[i];
      target[offset + i] = (float) StrictMath.cos(angle);
      target[offset + half + i] = (float) StrictMath.sin(angle);
    }
  }

  /** Turns the heads that follow each other from {@code offset} on. */
  void rotate(float[] x, int offset, int heads, float[] angles, int angleOffset) {
    for (int head = 0; head < heads; head++) {
      int base = offset + head * 2 * half;
      for (int i = 0; i < half; i++) {
        float cos = angles[angleOffset + i];
        float sin = angles[angleOffset + half + i];
        float a = x[base + i];
        float b = x[base + half + i];
        x[base + i] = a * cos - b * sin;
        x[base + half + i] = b * cos + a * sin;
      }
    }
  }
}
