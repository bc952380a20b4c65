package io.peerz.inference.weights;

import io.peerz.inference.model.Experts;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.ModelFamily.Trait;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors a checkpoint must hold, by their HuggingFace names, with their shapes. */
final class TensorPlan {
  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String FINAL_NORM = "model.norm.weight";
  static final String HEAD = "lm_head.weight";

  /** Query, key and value rows, one behind the other. */
  static final String FUSED_QKV = "self_attn.qkv_proj.weight";

  /** Gate rows, then up rows. */
  static final String FUSED_GATE_UP = "mlp.gate_up_proj.weight";

  /** A matrix that every layer of every family has. */
  static final String OUTPUT = "self_attn.o_proj.weight";

  private TensorPlan() {}

  /** Tensors outside the layers, in canonical order. */
  static Map<String, List<Long>> edges(ModelConfig config) {
    long width = config.geometry().dModel();
    long vocab = config.geometry().vocab();
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    shapes.put(EMBEDDING, List.of(vocab, width));
    shapes.put(FINAL_NORM, List.of(width));
    if (!config.tiedHead()) {
      shapes.put(HEAD, List.of(vocab, width));
    }
    return shapes;
  }

  /** Tensors of one layer, in canonical order. */
  static Map<String, List<Long>> layer(ModelConfig config, int layer) {
    long width = config.geometry().dModel();
    long query = config.queryWidth();
    long key = config.keyWidth();
    long headDim = config.geometry().headDim();
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    put(shapes, layer, "input_layernorm.weight", width);
    if (config.family().has(Trait.FUSED_PROJECTIONS)) {
      put(shapes, layer, FUSED_QKV, query + 2 * key, width);
    } else {
      put(shapes, layer, "self_attn.q_proj.weight", query, width);
      put(shapes, layer, "self_attn.k_proj.weight", key, width);
      put(shapes, layer, "self_attn.v_proj.weight", key, width);
    }
    put(shapes, layer, OUTPUT, width, query);
    if (config.family().qkvBias()) {
      put(shapes, layer, "self_attn.q_proj.bias", query);
      put(shapes, layer, "self_attn.k_proj.bias", key);
      put(shapes, layer, "self_attn.v_proj.bias", key);
    }
    if (config.family().qkNorm()) {
      put(shapes, layer, "self_attn.q_norm.weight", headDim);
      put(shapes, layer, "self_attn.k_norm.weight", headDim);
    }
    put(shapes, layer, "post_attention_layernorm.weight", width);
    if (config.family().has(Trait.OUTPUT_NORMS)) {
      put(shapes, layer, "pre_feedforward_layernorm.weight", width);
      put(shapes, layer, "post_feedforward_layernorm.weight", width);
    }
    feedForward(shapes, config, layer);
    return shapes;
  }

  private static void feedForward(Map<String, List<Long>> shapes, ModelConfig config, int layer) {
    long width = config.geometry().dModel();
    long inner = config.geometry().dFf();
    if (config.variations().experts().isPresent()) {
      experts(shapes, config.family(), config.variations().experts().get(), layer, width);
    } else if (config.family().has(Trait.FUSED_PROJECTIONS)) {
      put(shapes, layer, FUSED_GATE_UP, 2 * inner, width);
      put(shapes, layer, "mlp.down_proj.weight", width, inner);
    } else {
      put(shapes, layer, "mlp.gate_proj.weight", inner, width);
      put(shapes, layer, "mlp.up_proj.weight", inner, width);
      put(shapes, layer, "mlp.down_proj.weight", width, inner);
    }
  }

  private static void experts(
      Map<String, List<Long>> shapes, ModelFamily family, Experts experts, int layer, long width) {
    put(shapes, layer, ExpertNames.router(family), experts.count(), width);
    for (int expert = 0; expert < experts.count(); expert++) {
      put(shapes, layer, ExpertNames.gate(family, expert), experts.innerWidth(), width);
      put(shapes, layer, ExpertNames.up(family, expert), experts.innerWidth(), width);
      put(shapes, layer, ExpertNames.down(family, expert), width, experts.innerWidth());
    }
  }

  static String name(int layer, String suffix) {
    return "model.layers." + layer + "." + suffix;
  }

  /** Tensors that some programs save but that follow from others. */
  static boolean isRedundant(String name, ModelConfig config) {
    return name.endsWith("rotary_emb.inv_freq") || (config.tiedHead() && name.equals(HEAD));
  }

  /** Matrices that are no operand of the layers' large products may have a type of their own. */
  static boolean mayDiffer(String name, ModelConfig config) {
    boolean router =
        config.family().has(Trait.EXPERTS) && name.endsWith(ExpertNames.router(config.family()));
    return router || edges(config).containsKey(name);
  }

  private static void put(Map<String, List<Long>> shapes, int layer, String suffix, long... sizes) {
    shapes.put(name(layer, suffix), java.util.Arrays.stream(sizes).boxed().toList());
  }
}
