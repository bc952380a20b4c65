package io.peerz.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.id.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two nodes that would compute different numbers have different models. */
class CanonicalConfigTest {
  private static final Path FAMILIES = Path.of("src/test/resources/parity");

  @TempDir Path folder;

  private Digest idOf(String family, String from, String to) throws IOException {
    for (String name : new String[] {"config.json", "tokenizer.json", "model.safetensors"}) {
      Files.deleteIfExists(folder.resolve(name));
      Files.copy(FAMILIES.resolve(family).resolve(name), folder.resolve(name));
    }
    Path config = folder.resolve("config.json");
    String text = Files.readString(config);
    assertThat(text).contains(from);
    Files.writeString(config, text.replace(from, to));
    return ModelFolder.open(folder).manifest().modelId();
  }

  private static Digest idOf(String family) {
    return ModelFolder.open(FAMILIES.resolve(family)).manifest().modelId();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llama3 | \"rms_norm_eps\": 1e-05 | \"rms_norm_eps\": 1.0001e-05",
        "llama3 | \"rope_theta\": 500.0 | \"rope_theta\": 500.5",
        "llama3 | \"factor\": 4.0 | \"factor\": 8.0",
        "llama3 | \"high_freq_factor\": 4.0 | \"high_freq_factor\": 5.0",
        "llama3 | \"low_freq_factor\": 1.0 | \"low_freq_factor\": 2.0",
        "llama3 | embeddings\": 32 | embeddings\": 16",
        "llama3 | embeddings\": 128 | embeddings\": 256",
        "llama3 | \"eos_token_id\": null | \"eos_token_id\": 7",
        "llama3 | LlamaForCausalLM | MistralForCausalLM",
        "mistral | \"sliding_window\": 12 | \"sliding_window\": 13",
        "gemma2 | \"attn_logit_softcapping\": 5.0 | \"attn_logit_softcapping\": 6.0",
        "gemma2 | \"final_logit_softcapping\": 8.0 | \"final_logit_softcapping\": null",
        "gemma2 | \"query_pre_attn_scalar\": 24 | \"query_pre_attn_scalar\": 25",
        "gemma2 | \"full_attention\" | \"sliding_attention\"",
        "gemma3 | \"rope_theta\": 100.0 | \"rope_theta\": 101.0",
        "mixtral | \"num_experts_per_tok\": 2 | \"num_experts_per_tok\": 3",
        "qwen3-moe | \"norm_topk_prob\": true | \"norm_topk_prob\": false",
      })
  void aSettingThatChangesTheArithmeticChangesTheId(String family, String from, String to)
      throws IOException {
    assertThat(idOf(family, from, to)).isNotEqualTo(idOf(family));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llama3 | \"rms_norm_eps\": 1e-05 | \"rms_norm_eps\": 0.00001",
        "llama3 | \"rope_theta\": 500.0 | \"rope_theta\": 5e2",
        "llama3 | \"use_cache\": true | \"use_cache\": false",
        "gemma2 | \"dtype\": \"bfloat16\" | \"dtype\": \"float32\"",
      })
  void aSettingWrittenOtherwiseDoesNot(String family, String from, String to) throws IOException {
    assertThat(idOf(family, from, to)).isEqualTo(idOf(family));
  }

  @Test
  void whatTurnsAConversationIntoAPromptIsPartOfTheId() throws IOException {
    Digest without = idOf("llama3", "llama3", "llama3");
    Path config = folder.resolve("tokenizer_config.json");
    Files.writeString(config, "{\"bos_token\": \"<s>\", \"chat_template\": \"{{ bos_token }}\"}");
    Digest with = ModelFolder.open(folder).manifest().modelId();
    Files.writeString(config, "{\"bos_token\": \"<b>\", \"chat_template\": \"{{ bos_token }}\"}");
    Digest other = ModelFolder.open(folder).manifest().modelId();
    assertThat(without).isNotEqualTo(with);
    assertThat(other).isNotEqualTo(with).isNotEqualTo(without);
  }

  @Test
  void theTextIsWhatANodeCanCompareLineByLine() {
    assertThat(ModelFolder.open(FAMILIES.resolve("gemma3")).configuration())
        .isEqualTo(
            """
            peerz/configuration/1
            arithmetic=CANON-1
            family=Gemma3ForCausalLM
            rms_norm_eps=0x1.4f8b58p-17
            rope_theta=0x1.388p12
            rope_scaling=linear 0x1.0p2
            max_positions=128
            tied_head=true
            activation=gelu_tanh
            score_divisor=0x1.8p4
            score_softcap=0x0.0p0
            logit_softcap=0x0.0p0
            embedding_scale=0x1.bb67aep2
            windows=12,all,12
            local_rope_theta=0x1.9p6
            experts=none
            stop_tokens=
            chat_template=none
            """);
  }
}
