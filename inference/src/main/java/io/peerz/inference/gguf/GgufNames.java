package io.peerz.inference.gguf;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What HuggingFace calls a tensor that llama.cpp names otherwise. */
final class GgufNames {
  private static final Pattern LAYER = Pattern.compile("blk\\.(\\d{1,4})\\.(.+)");

  private static final Map<String, String> EDGES =
      Map.of(
          "token_embd.weight", "model.embed_tokens.weight",
          "output_norm.weight", "model.norm.weight",
          "output.weight", "lm_head.weight");

  private static final Map<String, String> LAYERS =
      Map.ofEntries(
          Map.entry("attn_norm", "input_layernorm"),
          Map.entry("attn_q", "self_attn.q_proj"),
          Map.entry("attn_k", "self_attn.k_proj"),
          Map.entry("attn_v", "self_attn.v_proj"),
          Map.entry("attn_qkv", "self_attn.qkv_proj"),
          Map.entry("attn_output", "self_attn.o_proj"),
          Map.entry("attn_q_norm", "self_attn.q_norm"),
          Map.entry("attn_k_norm", "self_attn.k_norm"),
          Map.entry("ffn_norm", "post_attention_layernorm"),
          Map.entry("ffn_gate", "mlp.gate_proj"),
          Map.entry("ffn_up", "mlp.up_proj"),
          Map.entry("ffn_down", "mlp.down_proj"));

  private static final Map<String, String> MIXTRAL_EXPERTS =
      Map.of("ffn_gate_exps", "w1", "ffn_up_exps", "w3", "ffn_down_exps", "w2");

  private static final Map<String, String> QWEN_EXPERTS =
      Map.of("ffn_gate_exps", "gate_proj", "ffn_up_exps", "up_proj", "ffn_down_exps", "down_proj");

  private final GgufFamily family;

  GgufNames(GgufFamily family) {
    this.family = family;
  }

  /** The name of a tensor outside of mixtures; empty for one that is not known. */
  Optional<String> plain(String name) {
    Matcher layer = LAYER.matcher(name);
    if (!layer.matches()) {
      return Optional.ofNullable(EDGES.get(name));
    }
    String prefix = "model.layers." + layer.group(1) + ".";
    String base = base(layer.group(2));
    String suffix = layer.group(2).substring(base.length());
    if (base.equals("ffn_gate_inp")) {
      return Optional.of(prefix + family.expertsFolder() + "gate" + suffix);
    }
    if (family == GgufFamily.PHI3 && base.equals("ffn_up")) {
      return Optional.of(prefix + "mlp.gate_up_proj" + suffix);
    }
    return Optional.ofNullable(LAYERS.get(base)).map(known -> prefix + known + suffix);
  }

  /** The name of one expert's part of a tensor that holds all of them; empty for another tensor. */
  Optional<String> expert(String name, int expert) {
    Matcher layer = LAYER.matcher(name);
    if (!layer.matches()) {
      return Optional.empty();
    }
    Map<String, String> names = family == GgufFamily.MIXTRAL ? MIXTRAL_EXPERTS : QWEN_EXPERTS;
    return Optional.ofNullable(names.get(base(layer.group(2))))
        .map(
            part ->
                "model.layers.%s.%sexperts.%d.%s.weight"
                    .formatted(layer.group(1), family.expertsFolder(), expert, part));
  }

  private static String base(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
