package io.peerz.inference.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.model.Quantisation;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.text.Tokenizer;
import io.peerz.inference.weights.ModelFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The model that ships with the project. */
class PebbleTest {
  private static final ModelFolder FOLDER = ModelFolder.open(Path.of("../models/pebble-1.6m"));

  private static List<Integer> generate(int shards, SamplingParams params) {
    return generate(FOLDER, shards, params);
  }

  private static List<Integer> generate(ModelFolder folder, int shards, SamplingParams params) {
    int layers = FOLDER.config().geometry().layers();
    List<ShardEngine> engines = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      int from = layers * i / shards;
      int to = layers * (i + 1) / shards;
      engines.add(new ExactEngine(folder.loadLayers(from, to), EngineConfig.defaults()));
    }
    try (Tokenizer tokenizer = Tokenizer.open(FOLDER.path())) {
      int[] prompt = tokenizer.encode("The quick brown stone sank to the bed of the river.", false);
      return new LocalGenerator(engines).generate(prompt, params, Set.of());
    } finally {
      engines.forEach(ShardEngine::close);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void theTextThroughShardsIsTheTextOfOneProcess(int shards) {
    SamplingParams greedy = SamplingParams.greedy(40);
    SamplingParams sampled = SamplingParams.sampled(0.9, 1234, 40);
    assertThat(generate(shards, greedy)).hasSize(40).isEqualTo(generate(1, greedy));
    assertThat(generate(shards, sampled)).hasSize(40).isEqualTo(generate(1, sampled));
  }

  @Test
  void theManifestNamesEveryWeight() {
    assertThat(FOLDER.manifest().geometry()).isEqualTo(FOLDER.config().geometry());
    assertThat(FOLDER.manifest().modelId())
        .isEqualTo(ModelFolder.open(FOLDER.path()).manifest().modelId());
  }

  @ParameterizedTest
  @EnumSource
  void roundedWeightsAreAnotherModelMadeOfTheSameBytes(Quantisation form) {
    ModelFolder rounded = FOLDER.rounded(form);
    assertThat(rounded.manifest().geometry().weightDtype()).isEqualTo(form.dtype());
    assertThat(rounded.manifest().weightsRoot()).isEqualTo(FOLDER.manifest().weightsRoot());
    assertThat(rounded.manifest().modelId()).isNotEqualTo(FOLDER.manifest().modelId());
    SamplingParams greedy = SamplingParams.greedy(20);
    assertThat(generate(rounded, 2, greedy)).hasSize(20).isEqualTo(generate(rounded, 1, greedy));
  }
}
