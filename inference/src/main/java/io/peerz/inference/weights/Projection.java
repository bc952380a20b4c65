package io.peerz.inference.weights;

import io.peerz.inference.model.ModelConfig;

/** The linear maps of a block that an adapter may bend, by their HuggingFace names. */
public enum Projection {
  QUERY("self_attn.q_proj"),
  KEY("self_attn.k_proj"),
  VALUE("self_attn.v_proj"),
  OUTPUT("self_attn.o_proj"),
  GATE("mlp.gate_proj"),
  UP("mlp.up_proj"),
  DOWN("mlp.down_proj");

  private final String module;

  Projection(String module) {
    this.module = module;
  }

  /** The tensor's name in a layer. */
  String tensor() {
    return module + ".weight";
  }

  /** The name of PEFT's (rank, in) matrix of this map in a layer. */
  String nameOfA(int layer) {
    return peftName(layer) + ".lora_A.weight";
  }

  /** The name of PEFT's (out, rank) matrix. */
  String nameOfB(int layer) {
    return peftName(layer) + ".lora_B.weight";
  }

  private String peftName(int layer) {
    return "base_model.model." + TensorPlan.name(layer, module);
  }

  public int inputs(ModelConfig config) {
    return switch (this) {
      case QUERY, KEY, VALUE, GATE, UP -> config.geometry().dModel();
      case OUTPUT -> config.queryWidth();
      case DOWN -> config.geometry().dFf();
    };
  }

  public int outputs(ModelConfig config) {
    return switch (this) {
      case QUERY -> config.queryWidth();
      case KEY, VALUE -> config.keyWidth();
      case OUTPUT, DOWN -> config.geometry().dModel();
      case GATE, UP -> config.geometry().dFf();
    };
  }
}
