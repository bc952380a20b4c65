package io.peerz.finetune.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.peerz.finetune.data.Examples;
import io.peerz.finetune.evaluate.MergedCheckpoint;
import io.peerz.finetune.model.LlamaCheckpoint;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.generate.LocalGenerator;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node serves is what was trained: beside the base, cut into shards, or folded in. */
class ServedAdapterTest {
  private static final int[] PROMPT = {60, 97, 98, 99, 32, 100, 101};
  private static final LoraConfig LORA = new LoraConfig(4, 8);

  private final ModelFolder pebble = ModelFolder.open(Examples.PEBBLE);

  @Test
  void anAdapterBesideTheBaseGivesTheLogitsOfTheMergedCheckpoint(@TempDir Path out)
      throws IOException {
    ParameterSet adapter = random();
    MergedCheckpoint.write(Examples.PEBBLE, LORA, adapter, out);
    float[] merged = logits(ModelFolder.open(out), 4, Optional.empty());
    float[] beside = logits(pebble, 4, Optional.of(adapter));
    float[] base = logits(pebble, 4, Optional.empty());
    for (int i = 0; i < merged.length; i++) {
      assertThat(beside[i]).isCloseTo(merged[i], within(2e-3f));
    }
    assertThat(beside).isNotEqualTo(base);
  }

  @Test
  void twoShardsWithTheirPartsGiveTheBitsOfOne() {
    ParameterSet adapter = random();
    assertThat(logits(pebble, 2, Optional.of(adapter)))
        .isEqualTo(logits(pebble, 4, Optional.of(adapter)));
  }

  @Test
  void anAdapterOfAnotherBaseIsRefused() {
    ParameterSet wrong =
        new ParameterSet(
            random().all().stream()
                .map(p -> new Parameter(p.name(), new int[] {1, 1}, new float[1]))
                .toList());
    assertThatThrownBy(() -> ServedAdapter.of(LORA, wrong, pebble.config(), 0, 4))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("another base");
  }

  private ParameterSet random() {
    Random random = new Random(3);
    return LORA.initial(LlamaCheckpoint.config(pebble.config()), 1)
        .map(
            values -> {
              float[] moved = new float[values.length];
              for (int i = 0; i < moved.length; i++) {
                moved[i] = (random.nextFloat() - 0.5f) / 8;
              }
              return moved;
            });
  }

  private static float[] logits(
      ModelFolder folder, int layersPerShard, Optional<ParameterSet> adapter) {
    List<ShardEngine> engines = new ArrayList<>();
    List<Optional<ShardAdapter>> parts = new ArrayList<>();
    for (int from = 0; from < 4; from += layersPerShard) {
      int start = from;
      int end = from + layersPerShard;
      engines.add(new ExactEngine(folder.loadLayers(start, end), EngineConfig.defaults()));
      parts.add(adapter.map(all -> ServedAdapter.of(LORA, all, folder.config(), start, end)));
    }
    try {
      return new LocalGenerator(engines, parts).logits(PROMPT);
    } finally {
      engines.forEach(ShardEngine::close);
    }
  }
}
