package io.peerz.finetune.model;

import io.peerz.finetune.tensor.Tensor;
import java.util.List;

/**
 * Rotary position embedding (RoPE) in HuggingFace's half-rotated layout, for positions 0 to T-1.
 */
final class Rotary {
  private final Tensor cosine; // (T, headDim / 2)
  private final Tensor sine; // (T, headDim / 2)

  private Rotary(Tensor cosine, Tensor sine) {
    this.cosine = cosine;
    this.sine = sine;
  }

  /** Tables of the type of {@code like}. */
  static Rotary tables(LlamaConfig config, int positions, Tensor like) {
    int half = config.headDim() / 2;
    double[] cosine = new double[positions * half];
    double[] sine = new double[positions * half];
    for (int position = 0; position < positions; position++) {
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(config.ropeTheta(), -2.0 * i / config.headDim());
        cosine[position * half + i] = Math.cos(angle);
        sine[position * half + i] = Math.sin(angle);
      }
    }
    return new Rotary(like.constant(cosine, positions, half), like.constant(sine, positions, half));
  }

  /** Rotates x of shape (…, T, headDim). */
  Tensor rotate(Tensor x) {
    Tensor[] half = x.halves();
    Tensor first = half[0].mul(cosine).sub(half[1].mul(sine));
    Tensor second = half[1].mul(cosine).add(half[0].mul(sine));
    return Tensor.concat(List.of(first, second), 3);
  }
}
