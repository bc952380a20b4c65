package io.peerz.finetune.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.finetune.credit.RoundCredit;
import io.peerz.finetune.credit.UnitCredit;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.Examples;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.round.JobRecipe;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.train.AdamW;
import io.peerz.finetune.train.LocalPlan;
import io.peerz.finetune.update.UpdateEncoding;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.id.Keccak;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole loop on the shipped model, small enough for every build. */
class TrialTest {
  private static final JobRecipe SMALL =
      new JobRecipe(
          new LoraConfig(4, 8),
          new LocalPlan(6, 1e-2, 2, AdamW.Settings.DEFAULT, 4),
          4,
          80,
          UpdateEncoding.DENSE_INT8,
          MergeRule.MEAN,
          OuterNesterov.DEFAULT);
  private static final List<Worker> WORKERS =
      List.of(new Worker("honest", 6), new Worker("lazy", 1));

  @Test
  void aRoundLowersTheLossPaysTheHonestMoreAndEndsInTheSameRootTwice() {
    ShardWeights exact = ModelFolder.open(Examples.PEBBLE).loadLayers(0, 4);
    try (BaseWeights base = BaseWeights.of(exact)) {
      Trial trial = new Trial(SMALL, WORKERS, base, exact, data(), Keccak.hash("job"));
      Trial again = new Trial(SMALL, WORKERS, base, exact, data(), Keccak.hash("job"));
      RoundCredit credit = trial.playRound();
      List<UnitCredit> units = credit.units();

      assertThat(credit.jointGain()).isPositive();
      assertThat(units.get(0).paidGain()).isGreaterThan(2 * units.get(1).paidGain());
      assertThat(again.playRound()).isEqualTo(credit);
      assertThat(again.state().root()).isEqualTo(trial.state().root());
    }
  }

  private static DatasetSplit data() {
    return DatasetSplit.of(Examples.of(Zorv.translations(1, 400)), Keccak.hash("split"));
  }
}
