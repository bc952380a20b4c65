package io.peerz.finetune.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.corpus.PebbleCorpus;
import io.peerz.finetune.model.Batch;
import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.stage.HiddenState;
import io.peerz.finetune.stage.LayerStack;
import io.peerz.finetune.stage.LossGradients;
import io.peerz.finetune.stage.StageGradients;
import io.peerz.finetune.stage.StageInput;
import io.peerz.finetune.stage.Targets;
import io.peerz.finetune.stage.TokenIds;
import io.peerz.finetune.store.PebbleDirectory;
import io.peerz.finetune.store.SafeTensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the wire's rounding does to the gradients of the shipped model cut into four stages. */
class PrecisionTest {
  private static final Path WEIGHTS =
      Path.of("..", "models", "pebble-1.6m", PebbleDirectory.WEIGHTS);
  private static final LlamaConfig CONFIG = PebbleDirectory.geometry();
  private static final LoraConfig LORA = new LoraConfig(8, 16);

  @Test
  void bfloat16MovesAGradientByAFewPartsInAThousand() throws IOException {
    try (BaseWeights base = new BaseWeights(CONFIG, SafeTensors.read(WEIGHTS))) {
      Map<String, float[]> exact = gradients(base, Precision.FLOAT32);
      Map<String, float[]> rounded = gradients(base, Precision.BFLOAT16);

      double error = 0;
      double length = 0;
      for (Map.Entry<String, float[]> entry : exact.entrySet()) {
        float[] other = rounded.get(entry.getKey());
        for (int i = 0; i < other.length; i++) {
          error += Math.pow(other[i] - entry.getValue()[i], 2);
          length += Math.pow(entry.getValue()[i], 2);
        }
      }
      assertThat(Math.sqrt(error / length)).isBetween(5e-4, 6e-3);
    }
  }

  private static Map<String, float[]> gradients(BaseWeights base, Precision precision) {
    Batch batch = batch();
    ParameterSet adapter = adapter();
    List<LayerStack> stages = new ArrayList<>();
    List<List<HiddenState>> kept = new ArrayList<>();
    StageInput input = TokenIds.of(batch);
    for (int layer = 0; layer < CONFIG.layers(); layer++) {
      stages.add(new LayerStack(base, LORA, layer, layer + 1, 1));
      if (layer < CONFIG.layers() - 1) {
        kept.add(stages.getLast().forward(adapter, input));
        input = travelled(kept.getLast().getLast(), precision);
      }
    }
    LossGradients top = stages.getLast().loss(adapter, input, Targets.of(batch));
    Map<String, float[]> all = new HashMap<>(top.gradients().adapter());
    HiddenState gradient = top.gradients().input();
    for (int layer = CONFIG.layers() - 2; layer >= 0; layer--) {
      StageGradients own =
          stages.get(layer).backward(adapter, kept.get(layer), travelled(gradient, precision));
      all.putAll(own.adapter());
      gradient = own.input();
    }
    return all;
  }

  private static HiddenState travelled(HiddenState state, Precision precision) {
    int count = state.values().length;
    ByteBuffer wire = ByteBuffer.allocate((int) precision.bytes(count));
    precision.write(state.values(), wire);
    return state.with(precision.read(count, wire.flip()));
  }

  private static Batch batch() {
    PebbleCorpus corpus = new PebbleCorpus(4);
    int[][] rows = new int[4][65];
    for (int[] row : rows) {
      int[] tokens = corpus.next();
      System.arraycopy(tokens, 0, row, 0, Math.min(tokens.length, row.length));
    }
    return Batch.of(rows);
  }

  /** In the middle of its training: both factors are non-zero. */
  private static ParameterSet adapter() {
    Random random = new Random(6);
    return LORA.initial(CONFIG, 5)
        .map(
            values -> {
              float[] noisy = values.clone();
              for (int i = 0; i < noisy.length; i++) {
                noisy[i] += (float) (random.nextGaussian() * 0.01);
              }
              return noisy;
            });
  }
}
