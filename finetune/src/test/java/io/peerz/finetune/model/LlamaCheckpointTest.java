package io.peerz.finetune.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.store.PebbleDirectory;
import io.peerz.finetune.store.SafeTensors;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LlamaCheckpointTest {
  private static final Path DIRECTORY = Path.of("..", "models", "pebble-1.6m");

  @Test
  void whatInferenceLoadsIsWhatTheFileHolds() throws IOException {
    ShardWeights shard = ModelFolder.open(DIRECTORY).loadLayers(0, 4);
    ParameterSet file = SafeTensors.read(DIRECTORY.resolve(PebbleDirectory.WEIGHTS));
    ParameterSet bridged = LlamaCheckpoint.parameters(shard);

    assertThat(LlamaCheckpoint.config(shard.config()))
        .usingRecursiveComparison()
        .withComparatorForType(
            (a, b) -> Double.compare((float) (double) a, (float) (double) b), Double.class)
        .isEqualTo(PebbleDirectory.geometry());
    assertThat(bridged.size()).isEqualTo(file.size());
    for (Parameter parameter : file.all()) {
      assertThat(bridged.get(parameter.name()).values()).isEqualTo(parameter.values());
      assertThat(bridged.get(parameter.name()).shape()).isEqualTo(parameter.shape());
    }
  }

  @Test
  void theLastShardOfATiedModelBringsTheTableThatItsHeadNeeds() {
    ParameterSet last = LlamaCheckpoint.parameters(ModelFolder.open(DIRECTORY).loadLayers(3, 4));

    assertThat(last.contains("model.embed_tokens.weight")).isTrue();
    assertThat(last.contains("model.layers.3.mlp.up_proj.weight")).isTrue();
    assertThat(last.contains("model.layers.2.mlp.up_proj.weight")).isFalse();
  }
}
