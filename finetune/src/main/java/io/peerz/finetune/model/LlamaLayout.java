package io.peerz.finetune.model;

import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The parameters of a whole model by name and shape, and their values before training. */
public final class LlamaLayout {
  private static final double INITIAL_DEVIATION = 0.02;

  private LlamaLayout() {}

  /** (out, in) of the linear map {@code part} of a block. */
  public static int[] linearShape(LlamaConfig c, String part) {
    int queryWidth = c.heads() * c.headDim();
    int keyWidth = c.kvHeads() * c.headDim();
    return switch (part) {
      case "self_attn.q_proj" -> new int[] {queryWidth, c.dim()};
      case "self_attn.k_proj", "self_attn.v_proj" -> new int[] {keyWidth, c.dim()};
      case "self_attn.o_proj" -> new int[] {c.dim(), queryWidth};
      case "mlp.gate_proj", "mlp.up_proj" -> new int[] {c.hidden(), c.dim()};
      case "mlp.down_proj" -> new int[] {c.dim(), c.hidden()};
      default -> throw new IllegalArgumentException("no linear map named '" + part + "'");
    };
  }

  /**
   * Fresh weights: norms one, matrices normal; what feeds the residual stream is scaled by depth
   * (GPT-2's rule).
   */
  public static ParameterSet initial(LlamaConfig config, long seed) {
    return new ParameterSet(stream(config, seed).toList());
  }

  /** As {@link #initial}, each made when it is asked for, in order. */
  public static Stream<Parameter> stream(LlamaConfig config, long seed) {
    Random random = new Random(seed);
    List<Supplier<Parameter>> all = new ArrayList<>();
    int[] table = {config.vocabSize(), config.dim()};
    all.add(() -> normal(LlamaNames.EMBEDDING, table, INITIAL_DEVIATION, random));
    for (int layer = 0; layer < config.layers(); layer++) {
      addLayer(all, config, layer, random);
    }
    all.add(() -> ones(LlamaNames.FINAL_NORM, config.dim()));
    if (!config.tiedEmbeddings()) {
      all.add(() -> normal(LlamaNames.HEAD, table, INITIAL_DEVIATION, random));
    }
    return all.stream().map(Supplier::get);
  }

  private static void addLayer(
      List<Supplier<Parameter>> all, LlamaConfig config, int layer, Random random) {
    double intoResidual = INITIAL_DEVIATION / Math.sqrt(2.0 * config.layers());
    all.add(() -> ones(LlamaNames.inLayer(layer, "input_layernorm"), config.dim()));
    all.add(() -> ones(LlamaNames.inLayer(layer, "post_attention_layernorm"), config.dim()));
    for (String part : LlamaNames.LINEAR_MAPS) {
      boolean residual = part.endsWith("o_proj") || part.endsWith("down_proj");
      double deviation = residual ? intoResidual : INITIAL_DEVIATION;
      String module = LlamaNames.inLayer(layer, part);
      all.add(() -> normal(module, linearShape(config, part), deviation, random));
    }
  }

  private static Parameter normal(String module, int[] shape, double deviation, Random random) {
    float[] values = new float[shape[0] * shape[1]];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return new Parameter(module + LlamaNames.WEIGHT, shape, values);
  }

  private static Parameter ones(String module, int size) {
    float[] values = new float[size];
    Arrays.fill(values, 1);
    return new Parameter(module + LlamaNames.WEIGHT, new int[] {size}, values);
  }
}
