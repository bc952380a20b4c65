package io.peerz.finetune.model;

import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A low-rank adapter (LoRA, arXiv 2106.09685) on all seven linear maps of every block. Names are
 * those of a PEFT file.
 *
 * @param rank inner width r
 * @param alpha the adapter's output is scaled by alpha / r
 */
public record LoraConfig(int rank, double alpha) {
  private static final String PREFIX = "base_model.model.";

  public LoraConfig {
    if (rank < 1 || rank > 1024 || !(alpha > 0)) {
      throw new IllegalArgumentException(
          "LoRA rank %d must be 1 to 1024 and alpha %s above 0".formatted(rank, alpha));
    }
  }

  public double scale() {
    return alpha / rank;
  }

  /** Name of the (rank, in) matrix of {@code module}. */
  public static String nameOfA(String module) {
    return PREFIX + module + ".lora_A.weight";
  }

  /** Name of the (out, rank) matrix of {@code module}. */
  public static String nameOfB(String module) {
    return PREFIX + module + ".lora_B.weight";
  }

  /**
   * A is uniform within 1/√in (PEFT's Kaiming rule), B zero: the adapter starts as the identity.
   */
  public ParameterSet initial(LlamaConfig config, long seed) {
    return initial(config, 0, config.layers(), seed);
  }

  /** As {@link #initial(LlamaConfig, long)}, the layers {@code [layerStart, layerEnd)} of it. */
  public ParameterSet initial(LlamaConfig config, int layerStart, int layerEnd, long seed) {
    List<Parameter> all = new ArrayList<>();
    for (int layer = layerStart; layer < layerEnd; layer++) {
      // One generator per layer: a shard starts with the same values as the same layers of the
      // whole.
      Random random = new Random(seed * 1_000_003L + layer);
      for (String part : LlamaNames.LINEAR_MAPS) {
        addPair(
            all, LlamaNames.inLayer(layer, part), LlamaLayout.linearShape(config, part), random);
      }
    }
    return new ParameterSet(all);
  }

  /** Numbers of an adapter of this rank on one layer. */
  public static long elements(LlamaConfig config, int rank) {
    return LlamaNames.LINEAR_MAPS.stream()
        .map(part -> LlamaLayout.linearShape(config, part))
        .mapToLong(shape -> (long) rank * (shape[0] + shape[1]))
        .sum();
  }

  /** Names of an adapter's parameters on these layers, in the order of {@link #initial}. */
  public static List<String> names(int layerStart, int layerEnd) {
    List<String> names = new ArrayList<>();
    for (int layer = layerStart; layer < layerEnd; layer++) {
      for (String part : LlamaNames.LINEAR_MAPS) {
        String module = LlamaNames.inLayer(layer, part);
        names.add(nameOfA(module));
        names.add(nameOfB(module));
      }
    }
    return names;
  }

  /**
   * The part of {@code adapter} that belongs to the layers {@code [layerStart, layerEnd)}, in its
   * order.
   */
  public static ParameterSet layersOf(ParameterSet adapter, int layerStart, int layerEnd) {
    Set<String> names = new HashSet<>(names(layerStart, layerEnd));
    return new ParameterSet(adapter.all().stream().filter(p -> names.contains(p.name())).toList());
  }

  private void addPair(List<Parameter> all, String module, int[] shape, Random random) {
    int out = shape[0];
    int in = shape[1];
    double bound = 1 / Math.sqrt(in);
    float[] a = new float[rank * in];
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    all.add(new Parameter(nameOfA(module), new int[] {rank, in}, a));
    all.add(new Parameter(nameOfB(module), new int[] {out, rank}, new float[out * rank]));
  }
}
