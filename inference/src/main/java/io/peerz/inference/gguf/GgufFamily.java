package io.peerz.inference.gguf;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The architectures that are read, with what HuggingFace calls them. */
enum GgufFamily {
  LLAMA("llama", "LlamaForCausalLM"),
  MIXTRAL("llama", "MixtralForCausalLM"),
  QWEN2("qwen2", "Qwen2ForCausalLM"),
  QWEN3("qwen3", "Qwen3ForCausalLM"),
  QWEN3_MOE("qwen3moe", "Qwen3MoeForCausalLM"),
  PHI3("phi3", "Phi3ForCausalLM");

  private final String name;
  private final String architecture;

  GgufFamily(String name, String architecture) {
    this.name = name;
    this.architecture = architecture;
  }

  static GgufFamily of(GgufMetadata metadata) {
    String name = metadata.requireText("general.architecture");
    boolean mixture = metadata.whole(name + ".expert_count").orElse(0L) > 0;
    return Arrays.stream(values())
        .filter(family -> family.name.equals(name) && (family.hasExperts() == mixture))
        .findFirst()
        .orElseThrow(
            () ->
                Gguf.bad(
                    "the architecture %s%s is not read; known are %s: use the HuggingFace folder."
                        .formatted(name, mixture ? " with experts" : "", names())));
  }

  private static String names() {
    return Arrays.stream(values())
        .map(family -> family.name)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** What keys of the file begin with. */
  String prefix() {
    return name + ".";
  }

  String architecture() {
    return architecture;
  }

  boolean hasExperts() {
    return this == MIXTRAL || this == QWEN3_MOE;
  }

  /** Where a layer keeps its experts. */
  String expertsFolder() {
    return this == MIXTRAL ? "block_sparse_moe." : "mlp.";
  }

  /**
   * Whether the rows of a query or key head alternate between its halves, as llama.cpp's own
   * rotation wants them for this architecture.
   */
  boolean hasPairedHeads() {
    return this == LLAMA || this == MIXTRAL;
  }
}
