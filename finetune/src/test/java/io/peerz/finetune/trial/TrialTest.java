package io.peerz.finetune.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.Examples;
import io.peerz.finetune.duty.LoraTraining;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.market.RoundGains;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.finetune.update.UpdateEncoding;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole loop on the shipped model, small enough for every build. */
class TrialTest {
  private static final Digest BASE = Keccak.hash("base");
  private static final Recipe SMALL =
      new Recipe(
          4,
          8,
          0x7f,
          6,
          4,
          80,
          1e-2,
          2,
          MergeRule.MEAN,
          OuterNesterov.DEFAULT,
          UpdateEncoding.DENSE_INT8,
          1,
          4,
          8);
  private static final TrialTerms TERMS =
      TrialTerms.of(2, BigInteger.valueOf(1_000_000), 500_000_000);
  private static final List<Worker> WORKERS =
      List.of(new Worker("honest", Conduct.HONEST), new Worker("lazy", Conduct.LAZY));

  @Test
  void aRoundLowersTheLossPaysTheHonestMoreAndEndsInTheSameRootTwice() {
    ShardWeights exact = ModelFolder.open(Examples.PEBBLE).loadLayers(0, 4);
    try (BaseWeights base = BaseWeights.of(exact);
        TensorThread thread = new TensorThread()) {
      LoraTraining training = new LoraTraining(BASE, base, thread, 4);
      Trial trial = trial(training, exact);
      Trial again = trial(training, exact);
      TrialRound played = trial.playRound();
      RoundGains gains = RoundGains.of(2, played.result(), TERMS.kappaMilli());
      UnitOutcome honest = played.outcomes().get(0);
      UnitOutcome lazy = played.outcomes().get(1);

      assertThat(gains.totalGain()).isPositive();
      assertThat(honest.gain()).isGreaterThan(2 * lazy.gain());
      assertThat(honest.balanceWei()).isGreaterThan(lazy.balanceWei());
      assertThat(again.playRound()).isEqualTo(played);
      assertThat(again.state().root()).isEqualTo(trial.state().root());
    }
  }

  private static Trial trial(LoraTraining training, ShardWeights exact) {
    return new Trial(
        SMALL,
        TERMS,
        WORKERS,
        training,
        exact,
        data(),
        new RememberedLosses(),
        new TrialCommittee(SeatConduct.HONEST),
        Keccak.hash("job"));
  }

  private static DatasetSplit data() {
    return DatasetSplit.of(Examples.of(Zorv.shuffled(1).subList(0, 400)), Keccak.hash("split"));
  }
}
