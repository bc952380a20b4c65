package io.peerz.finetune.model;

import io.peerz.finetune.param.ParameterSet;
import java.util.Random;

/** A model small enough to check every gradient of, with grouped heads and more than one layer. */
public final class TinyLlama {
  public static final LlamaConfig CONFIG =
      new LlamaConfig(256, 8, 4, 4, 2, 4, 12, 10_000, 1e-5, 32, true);
  public static final LoraConfig LORA = new LoraConfig(2, 4);

  private TinyLlama() {}

  public static ParameterSet weights() {
    return noisy(LlamaLayout.initial(CONFIG, 7), 8, 0.2);
  }

  /** An adapter in the middle of its training: both factors are non-zero. */
  public static ParameterSet adapter() {
    return noisy(LORA.initial(CONFIG, 9), 10, 0.2);
  }

  public static Batch batch(int rows, int tokens) {
    Random random = new Random(11);
    int[][] sequences = new int[rows][];
    for (int row = 0; row < rows; row++) {
      sequences[row] = random.ints(tokens + 1, 0, CONFIG.vocabSize()).toArray();
    }
    return Batch.of(sequences);
  }

  private static ParameterSet noisy(ParameterSet set, long seed, double deviation) {
    Random random = new Random(seed);
    return set.map(
        values -> {
          float[] noisy = values.clone();
          for (int i = 0; i < noisy.length; i++) {
            noisy[i] += (float) (random.nextGaussian() * deviation);
          }
          return noisy;
        });
  }
}
