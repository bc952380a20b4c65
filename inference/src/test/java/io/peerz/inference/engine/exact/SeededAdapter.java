package io.peerz.inference.engine.exact;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.ShardAdapter;
import java.util.Optional;
import java.util.Random;

/** Adapters made from a seed; a matrix depends on the seed and its name only. */
public final class SeededAdapter {
  private static final int RANK = 5;
  private static final double SCALE = 1.5;

  private SeededAdapter() {}

  public static ShardAdapter of(ModelConfig config, long seed, int layerStart, int layerEnd) {
    return ShardAdapter.of(
        config, layerStart, layerEnd, SCALE, name -> Optional.of(matrix(config, seed, name)));
  }

  public static Matrix matrix(ModelConfig config, long seed, String name) {
    boolean narrow = name.contains("lora_A");
    int rows = narrow ? RANK : outputs(config, name);
    int cols = narrow ? inputs(config, name) : RANK;
    Random random = new Random(seed * 31 + name.hashCode());
    float[] values = new float[rows * cols];
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextFloat() - 0.5f) / 2;
    }
    return Matrix.ofFloats(rows, cols, values);
  }

  private static int inputs(ModelConfig config, String name) {
    if (name.contains("down_proj")) {
      return config.geometry().dFf();
    }
    return name.contains("o_proj") ? config.queryWidth() : config.geometry().dModel();
  }

  private static int outputs(ModelConfig config, String name) {
    if (name.contains("gate_proj") || name.contains("up_proj")) {
      return config.geometry().dFf();
    }
    if (name.contains("q_proj")) {
      return config.queryWidth();
    }
    return name.contains("k_proj") || name.contains("v_proj")
        ? config.keyWidth()
        : config.geometry().dModel();
  }
}
