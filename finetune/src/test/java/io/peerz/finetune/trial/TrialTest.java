package io.peerz.finetune.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.finetune.credit.RoundCredit;
import io.peerz.finetune.credit.UnitCredit;
import io.peerz.finetune.data.ByteExampleEncoder;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.data.TrainingExample;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.train.TrainPebble;
import io.peerz.finetune.train.WholeModel;
import io.peerz.finetune.update.UpdateEncoding;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.id.Keccak;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole loop on the shipped model, small enough for every build. */
class TrialTest {
  private static final Path DIRECTORY = Path.of("..", "models", "pebble-1.6m");
  private static final TrialSettings SMALL =
      new TrialSettings(
          new LoraConfig(4, 8),
          4,
          80,
          3e-3,
          UpdateEncoding.DENSE_INT8,
          MergeRule.MEAN,
          OuterNesterov.DEFAULT,
          List.of(new Worker("honest", 6), new Worker("lazy", 1)));

  @Test
  void aRoundLowersTheLossPaysTheHonestMoreAndEndsInTheSameRootTwice() throws IOException {
    WholeModel model = TrainPebble.load(DIRECTORY);
    ShardWeights exact = ModelFolder.open(DIRECTORY).loadLayers(0, model.config().layers());
    try (BaseWeights base = new BaseWeights(model.config(), model.weights())) {
      Trial trial = new Trial(SMALL, base, exact, data(), Keccak.hash("job"));
      Trial again = new Trial(SMALL, base, exact, data(), Keccak.hash("job"));
      RoundCredit credit = trial.playRound();
      List<UnitCredit> units = credit.units();

      assertThat(credit.jointGain()).isPositive();
      assertThat(units.get(0).paidGain()).isGreaterThan(2 * units.get(1).paidGain());
      assertThat(again.playRound()).isEqualTo(credit);
      assertThat(again.state().root()).isEqualTo(trial.state().root());
    }
  }

  private static DatasetSplit data() {
    List<TokenizedExample> examples =
        Zorv.translations(1, 400).stream()
            .map(turn -> new TrainingExample.Completion(turn.user() + " => ", turn.assistant()))
            .map(ByteExampleEncoder::encode)
            .toList();
    return DatasetSplit.of(examples, Keccak.hash("split"));
  }
}
