package io.peerz.finetune.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.model.TinyLlama;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Keccak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @Test
  void aJobsStateComesBackOnlyUnderTheRootOfTheChain() {
    AdapterState state =
        AdapterState.initial(TinyLlama.adapter())
            .after(
                List.of(new float[AdapterState.initial(TinyLlama.adapter()).layout().elements()]),
                MergeRule.MEAN,
                OuterNesterov.DEFAULT);
    byte[] file = AdapterStateFile.encode(state);

    assertThat(AdapterStateFile.decode(file, state.root()).root()).isEqualTo(state.root());
    assertThatThrownBy(() -> AdapterStateFile.decode(file, Keccak.hash("other")))
        .isInstanceOf(PeerzException.class);
    file[file.length - 1] ^= 1;
    assertThatThrownBy(() -> AdapterStateFile.decode(file, state.root()))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("root");
  }
}
