package io.peerz.finetune.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.finetune.model.TinyLlama;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Keccak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PeftAdapterTest {
  private static final AdapterLineage LINEAGE =
      new AdapterLineage(
          Keccak.hash("model"), Keccak.hash("job"), 4, Keccak.hash("parent"), Keccak.hash("root"));

  @TempDir Path directory;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    ParameterSet weights = TinyLlama.adapter();
    new PeftAdapter(TinyLlama.LORA, weights, LINEAGE).write(directory, "pebble-1.6m");

    PeftAdapter read = PeftAdapter.read(directory);

    assertThat(read.config()).isEqualTo(TinyLlama.LORA);
    assertThat(read.lineage()).isEqualTo(LINEAGE);
    for (Parameter parameter : weights.all()) {
      assertThat(read.weights().get(parameter.name()).values()).isEqualTo(parameter.values());
    }
  }

  @Test
  void namesAndConfigurationAreThoseOfPeft() throws IOException {
    new PeftAdapter(TinyLlama.LORA, TinyLlama.adapter(), LINEAGE).write(directory, "base");
    JsonNode config =
        JsonMapper.shared().readTree(Files.readAllBytes(directory.resolve("adapter_config.json")));

    assertThat(config.path("peft_type").asString()).isEqualTo("LORA");
    assertThat(config.path("target_modules").size()).isEqualTo(7);
    assertThat(config.path("target_modules").path(0).asString()).isEqualTo("q_proj");
    assertThat(TinyLlama.adapter().all())
        .extracting(Parameter::name)
        .startsWith(
            "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight",
            "base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight");
  }

  @Test
  void anAdapterThatPeftWouldApplyDifferentlyIsRefused() throws IOException {
    new PeftAdapter(TinyLlama.LORA, TinyLlama.adapter(), LINEAGE).write(directory, "base");
    Path config = directory.resolve("adapter_config.json");
    String text = Files.readString(config);

    Files.writeString(config, text.replace("\"use_dora\" : false", "\"use_dora\" : true"));
    assertThatThrownBy(() -> PeftAdapter.read(directory)).isInstanceOf(PeerzException.class);
    Files.writeString(config, text.replace("\"r\" : 2", "\"r\" : 0"));
    assertThatThrownBy(() -> PeftAdapter.read(directory)).isInstanceOf(PeerzException.class);
  }
}
