package io.peerz.inference.model;

import java.util.Set;

/** The families served; each is Llama but for the traits and {@link Variations} it names. */
public enum ModelFamily {
  LLAMA("LlamaForCausalLM"),
  MISTRAL("MistralForCausalLM"),
  QWEN2("Qwen2ForCausalLM", Trait.QKV_BIAS),
  QWEN3("Qwen3ForCausalLM", Trait.HEAD_NORM),
  PHI3("Phi3ForCausalLM", Trait.FUSED_PROJECTIONS),
  GEMMA2("Gemma2ForCausalLM", Trait.OUTPUT_NORMS, Trait.NORM_PLUS_ONE),
  GEMMA3("Gemma3ForCausalLM", Trait.OUTPUT_NORMS, Trait.NORM_PLUS_ONE, Trait.HEAD_NORM),
  QWEN3_MOE("Qwen3MoeForCausalLM", Trait.HEAD_NORM, Trait.EXPERTS),
  MIXTRAL("MixtralForCausalLM", Trait.EXPERTS);

  /** What a family's checkpoints hold beside or instead of Llama's tensors. */
  public enum Trait {
    /** Query, key and value projections carry a bias. */
    QKV_BIAS,
    /** Each query and key head is normalised before the rotation. */
    HEAD_NORM,
    /** Query, key and value are one matrix, gate and up another. */
    FUSED_PROJECTIONS,
    /** What attention and feed-forward give is normalised before it is added. */
    OUTPUT_NORMS,
    /** Norms multiply by one plus the stored weight. */
    NORM_PLUS_ONE,
    /** A router sends each row to a few of many feed-forward blocks. */
    EXPERTS
  }

  private final String architecture;

  /** The checker does not know that {@link Set#of} makes an immutable set. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Trait> traits;

  ModelFamily(String architecture, Trait... traits) {
    this.architecture = architecture;
    this.traits = Set.of(traits);
  }

  /** The name in {@code architectures} of config.json. */
  public String architecture() {
    return architecture;
  }

  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  public boolean qkvBias() {
    return has(Trait.QKV_BIAS);
  }

  public boolean qkNorm() {
    return has(Trait.HEAD_NORM);
  }

  /**
   * Whether every linear map of a block is a stored tensor of its own under Llama's name, as the
   * trace of disputes, adapters and training need it.
   */
  public boolean hasPlainProjections() {
    return !has(Trait.FUSED_PROJECTIONS) && !has(Trait.EXPERTS);
  }
}
