package io.peerz.inference.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes the file's settings as HuggingFace's config.json. */
final class GgufConfig {
  private static final String ROPE_FACTORS = "rope_freqs.weight";
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final GgufFile file;
  private final GgufMetadata metadata;
  private final GgufFamily family;
  private final ObjectNode json = JsonMapper.builder().build().createObjectNode();

  private GgufConfig(GgufFile file, GgufFamily family) {
    this.file = file;
    this.metadata = file.metadata();
    this.family = family;
  }

  static ObjectNode of(GgufFile file, GgufFamily family) {
    return new GgufConfig(file, family).read();
  }

  private ObjectNode read() {
    json.putArray("architectures").add(family.architecture());
    json.put("hidden_size", whole("embedding_length"));
    json.put("num_hidden_layers", whole("block_count"));
    json.put("num_attention_heads", whole("attention.head_count"));
    json.put("num_key_value_heads", optional("attention.head_count_kv", "attention.head_count"));
    json.put("max_position_embeddings", whole("context_length"));
    json.put("vocab_size", rows("token_embd.weight"));
    json.put("tie_word_embeddings", !file.tensors().containsKey("output.weight"));
    json.put("rms_norm_eps", number("attention.layer_norm_rms_epsilon"));
    json.put("rope_theta", metadata.number(key("rope.freq_base")).orElse(10_000.0));
    json.put("head_dim", headDim());
    feedForward();
    window();
    scaling();
    metadata.whole("tokenizer.ggml.eos_token_id").ifPresent(id -> json.put("eos_token_id", id));
    return json;
  }

  private long headDim() {
    long heads = Math.max(1, whole("attention.head_count"));
    long dim =
        metadata.whole(key("attention.key_length")).orElse(whole("embedding_length") / heads);
    requireSame(dim, "attention.value_length");
    requireSame(dim, "rope.dimension_count");
    return dim;
  }

  private void requireSame(long headDim, String name) {
    long other = metadata.whole(key(name)).orElse(headDim);
    if (other != headDim) {
      throw Gguf.bad(key(name) + " is " + other + " but heads have " + headDim + "; not served.");
    }
  }

  private void feedForward() {
    if (!family.hasExperts()) {
      json.put("intermediate_size", whole("feed_forward_length"));
      return;
    }
    boolean mixtral = family == GgufFamily.MIXTRAL;
    json.put(mixtral ? "num_local_experts" : "num_experts", whole("expert_count"));
    json.put("num_experts_per_tok", whole("expert_used_count"));
    json.put(
        mixtral ? "intermediate_size" : "moe_intermediate_size",
        optional("expert_feed_forward_length", "feed_forward_length"));
    json.put("norm_topk_prob", metadata.flag(key("expert_weights_norm")).orElse(true));
  }

  /** Only Phi-3's files say that they have a window. */
  private void window() {
    long window = metadata.whole(key("attention.sliding_window")).orElse(0L);
    if (window > 0) {
      if (family != GgufFamily.PHI3) {
        throw Gguf.bad("a sliding window is served of phi3 only; use the HuggingFace folder.");
      }
      json.put("sliding_window", window);
    } else {
      json.putNull("sliding_window");
    }
  }

  private void scaling() {
    String type = metadata.text(key("rope.scaling.type")).orElse("none");
    double factor = metadata.number(key("rope.scaling.factor")).orElse(1.0);
    boolean plain = type.equals("none") || (type.equals("linear") && factor <= 1);
    if (file.tensors().keySet().stream().anyMatch(name -> name.startsWith("rope_factors"))) {
      throw Gguf.bad("rotations with factors for long contexts are not served.");
    } else if (file.tensors().containsKey(ROPE_FACTORS)) {
      json.set("rope_scaling", llama3(file.tensors().get(ROPE_FACTORS)));
    } else if (type.equals("linear") && factor > 1) {
      json.putObject("rope_scaling").put("rope_type", "linear").put("factor", factor);
    } else if (!plain) {
      throw Gguf.bad("the rope scaling " + type + " is not served.");
    }
  }

  /**
   * The file holds the factors that follow from Llama 3's rule instead of the rule. They must be
   * those of its published settings, which differ in the factor and the original context only.
   */
  private ObjectNode llama3(GgufTensor factors) {
    int half = (int) Math.min(headDim() / 2, 1 << 10);
    if (factors.type() != GgufType.F32 || factors.data().byteSize() != 4L * half) {
      throw Gguf.bad(ROPE_FACTORS + " must be " + half + " numbers of type F32.");
    }
    double most = 1;
    for (int i = 0; i < half; i++) {
      most = Math.max(most, at(factors.data(), i));
    }
    long written = metadata.whole(key("rope.scaling.original_context_length")).orElse(8192L);
    Llama3Factors rule = new Llama3Factors(json.path("rope_theta").asDouble(), half, most, written);
    for (int i = 0; i < half; i++) {
      double ratio = at(factors.data(), i) / rule.of(i);
      if (!(Math.abs(ratio - 1) < 1e-3)) {
        throw Gguf.bad(ROPE_FACTORS + " is not Llama 3's rule; use the HuggingFace folder.");
      }
    }
    return rule.json(json.objectNode());
  }

  private static float at(MemorySegment floats, int index) {
    return floats.get(FLOAT, 4L * index);
  }

  private long rows(String name) {
    return Optional.ofNullable(file.tensors().get(name))
        .orElseThrow(() -> Gguf.bad("tensor " + name + " is missing."))
        .shape()
        .getFirst();
  }

  private String key(String name) {
    return family.prefix() + name;
  }

  private long whole(String name) {
    return metadata.requireWhole(key(name));
  }

  private long optional(String name, String otherwise) {
    return metadata.whole(key(name)).orElseGet(() -> whole(otherwise));
  }

  private double number(String name) {
    return metadata
        .number(key(name))
        .orElseThrow(() -> Gguf.bad("the key " + key(name) + " is missing."));
  }
}
