package io.peerz.finetune.duty;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.corpus.ByteTokens;
import io.peerz.finetune.corpus.Document;
import io.peerz.finetune.corpus.Turn;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.param.Layout;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.remote.Lenders;
import io.peerz.finetune.remote.Precision;
import io.peerz.finetune.remote.RemotePipeline;
import io.peerz.finetune.remote.StageClients;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.store.PebbleDirectory;
import io.peerz.finetune.store.SafeTensors;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.finetune.update.UpdateCodec;
import io.peerz.finetune.update.UpdateEncoding;
import io.peerz.finetune.update.UpdateHeader;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.SigningKey;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole units of the shipped model through two servers that hold half of it each. */
class PipelineTrainingTest {
  private static final Path WEIGHTS =
      Path.of("..", "models", "pebble-1.6m", PebbleDirectory.WEIGHTS);
  private static final Digest BASE = Keccak.hash("pebble");
  private static final SigningKey KEY = SigningKey.of(Keccak.hash("trainer").bytes());
  private static final LlamaConfig CONFIG = PebbleDirectory.geometry();
  private static final Recipe RECIPE =
      new Recipe(
          4,
          8,
          0x7f,
          4,
          2,
          96,
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
  void aUnitThroughTwoServersIsCommittedWithTheBytesOfOneTrainedAlone() throws IOException {
    TrainedUnit alone = alone();
    TrainedUnit together = throughTwoServers(Precision.FLOAT32);

    assertThat(together.update()).isEqualTo(alone.update());
    assertThat(together.traceRoot()).isEqualTo(alone.traceRoot());
    assertThat(encoded(together)).isEqualTo(encoded(alone));
  }

  @Test
  void aUnitThroughTwoServersInBfloat16PassesItsReplayByOneMachine() throws IOException {
    double distance =
        Replay.distance(throughTwoServers(Precision.BFLOAT16).update(), alone().update());

    assertThat(distance).isPositive().isLessThan(Replay.TOLERANCE / 2);
  }

  private static TrainedUnit alone() throws IOException {
    try (BaseWeights base = new BaseWeights(CONFIG, SafeTensors.read(WEIGHTS));
        TensorThread thread = new TensorThread()) {
      return new LoraTraining(BASE, base, thread, CONFIG.layers()).train(task());
    }
  }

  private TrainedUnit throughTwoServers(Precision precision) throws IOException {
    Vertx vertx = Vertx.vertx();
    try (Lenders lenders =
            Lenders.of(
                folder,
                BASE,
                CONFIG,
                SafeTensors.read(WEIGHTS),
                2,
                Lenders.AMPLE,
                Set.of(KEY.address()));
        StageClients clients = new StageClients(vertx, Duration.ofSeconds(60))) {
      RemotePipeline pipeline =
          new RemotePipeline(
              clients, lenders::addresses, Optional.empty(), BASE, CONFIG, KEY, precision);
      return new PipelineTraining(pipeline).train(task());
    } finally {
      vertx.close().await();
    }
  }

  private static UnitTask task() {
    return new UnitTask(
        RECIPE,
        RECIPE.lora().initial(CONFIG, 3),
        Zorv.translations(5, 20).stream().map(PipelineTrainingTest::example).toList(),
        Keccak.hash("shard"),
        0,
        0);
  }

  private static byte[] encoded(TrainedUnit unit) {
    ParameterSet start = task().start();
    UpdateHeader header =
        new UpdateHeader(BASE, 0, Digest.ZERO, Layout.of(start).hash(), UpdateEncoding.DENSE_INT8);
    return UpdateCodec.encode(header, unit.update());
  }

  private static TokenizedExample example(Turn turn) {
    int[] tokens = Document.chat("", java.util.List.of(turn));
    boolean[] learned = new boolean[tokens.length];
    boolean answer = false;
    for (int i = 0; i < tokens.length; i++) {
      learned[i] = answer;
      answer |= tokens[i] == ByteTokens.ASSISTANT;
    }
    return new TokenizedExample(tokens, learned);
  }
}
