package io.peerz.inference.model;

/** The families served; they differ from Llama in small, named ways only. */
public enum ModelFamily {
  LLAMA("LlamaForCausalLM", false, false),
  MISTRAL("MistralForCausalLM", false, false),
  /** Query, key and value projections carry a bias. */
  QWEN2("Qwen2ForCausalLM", true, false),
  /** Each query and key head is normalised before the rotation. */
  QWEN3("Qwen3ForCausalLM", false, true);

  private final String architecture;
  private final boolean qkvBias;
  private final boolean qkNorm;

  ModelFamily(String architecture, boolean qkvBias, boolean qkNorm) {
    this.architecture = architecture;
    this.qkvBias = qkvBias;
    this.qkNorm = qkNorm;
  }

  /** The name in {@code architectures} of config.json. */
  public String architecture() {
    return architecture;
  }

  public boolean qkvBias() {
    return qkvBias;
  }

  public boolean qkNorm() {
    return qkNorm;
  }
}
