package io.peerz.finetune.duty;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.corpus.ByteTokens;
import io.peerz.finetune.corpus.Document;
import io.peerz.finetune.corpus.Turn;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.job.JobBundle;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.market.RoundView;
import io.peerz.finetune.market.TaskView;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.store.PebbleDirectory;
import io.peerz.finetune.store.SafeTensors;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.finetune.update.UpdateEncoding;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A round with the real trainer and the exact engine on the shipped model. */
class LoraRoundTest {
  private static final Path PEBBLE = Path.of("..", "models", "pebble-1.6m");
  private static final Digest BASE = Keccak.hash("pebble");
  private static final LoraConfig LORA = new LoraConfig(4, 8);
  private static final Recipe RECIPE =
      new Recipe(
          LORA.rank(),
          LORA.alpha(),
          0x7f,
          6,
          4,
          160,
          1e-2,
          2,
          MergeRule.MEAN,
          OuterNesterov.DEFAULT,
          UpdateEncoding.DENSE_INT8,
          1,
          2,
          4);

  @TempDir Path folder;

  @Test
  void twoNodesTeachTheShippedModelAnInventedLanguage() throws IOException {
    ModelFolder model = ModelFolder.open(PEBBLE);
    int layers = model.config().geometry().layers();
    ExactEvaluation evaluation = new ExactEvaluation(BASE, model.loadLayers(0, layers), 1);
    ParameterSet adapter = LORA.initial(PebbleDirectory.geometry(), 1);
    try (BaseWeights base =
            new BaseWeights(
                PebbleDirectory.geometry(),
                SafeTensors.read(PEBBLE.resolve(PebbleDirectory.WEIGHTS)));
        TensorThread thread = new TensorThread()) {
      LoraTraining training = new LoraTraining(BASE, base, thread, layers);
      TestSwarm swarm =
          new TestSwarm(
              folder, 1, 2, store -> JobBundle.build(store, BASE, RECIPE, data(), adapter));
      for (int i = 0; i < 2; i++) {
        TestNode node = swarm.join(true);
        node.start(
            swarm.market(),
            TestSwarm.addressOf(node),
            training,
            evaluation,
            training,
            UnaryOperator.identity());
      }

      swarm.play();

      swarm.agreedAdapter();
      RoundView round = swarm.market().round(swarm.market().jobId(), 0);
      List<Long> losses = round.task().flatMap(TaskView::agreed).orElseThrow().losses();
      assertThat(losses.getLast()).isLessThan(losses.getFirst());
      assertThat(round.units()).allSatisfy(unit -> assertThat(unit.paidGain()).isPositive());
    }
  }

  private static DatasetSplit data() {
    return DatasetSplit.of(
        Zorv.translations(5, 120).stream().map(LoraRoundTest::example).toList(),
        Keccak.hash("split"));
  }

  private static TokenizedExample example(Turn turn) {
    int[] tokens = Document.chat("", List.of(turn));
    boolean[] learned = new boolean[tokens.length];
    boolean answer = false;
    for (int i = 0; i < tokens.length; i++) {
      learned[i] = answer;
      answer |= tokens[i] == ByteTokens.ASSISTANT;
    }
    return new TokenizedExample(tokens, learned);
  }
}
