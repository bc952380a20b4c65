package io.peerz.finetune.model;

import java.util.List;

/** HuggingFace's names of a Llama's modules; a module's matrix is its name and {@code .weight}. */
public final class LlamaNames {
  public static final String EMBEDDING = "model.embed_tokens";
  public static final String FINAL_NORM = "model.norm";
  public static final String HEAD = "lm_head";
  public static final String WEIGHT = ".weight";

  /** The linear maps of one block, in the order of the forward pass. */
  public static final List<String> LINEAR_MAPS =
      List.of(
          "self_attn.q_proj",
          "self_attn.k_proj",
          "self_attn.v_proj",
          "self_attn.o_proj",
          "mlp.gate_proj",
          "mlp.up_proj",
          "mlp.down_proj");

  private LlamaNames() {}

  /** The module {@code part} of a block, such as {@code self_attn.q_proj}. */
  public static String inLayer(int layer, String part) {
    return "model.layers." + layer + "." + part;
  }
}
