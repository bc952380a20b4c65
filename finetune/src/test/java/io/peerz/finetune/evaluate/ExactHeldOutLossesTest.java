package io.peerz.finetune.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.peerz.finetune.corpus.Facts;
import io.peerz.finetune.data.Examples;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.model.Batch;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.Layout;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.train.AdamW;
import io.peerz.finetune.train.LoraTrainer;
import io.peerz.finetune.train.TrainPebble;
import io.peerz.finetune.train.WholeModel;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The exact engine and PyTorch on the shipped model: two engines, one meaning. */
class ExactHeldOutLossesTest {
  private static final LoraConfig LORA = new LoraConfig(4, 8);
  private static final double ENGINES_AGREE_NATS = 1e-5;

  private static WholeModel model;
  private static ShardWeights exact;
  private static ParameterSet adapter;

  @BeforeAll
  static void load() throws IOException {
    model = TrainPebble.load(Examples.PEBBLE);
    exact = ModelFolder.open(Examples.PEBBLE).loadLayers(0, model.config().layers());
    Random random = new Random(1);
    adapter =
        LORA.initial(model.config(), 3)
            .map(
                values -> {
                  float[] noisy = values.clone();
                  for (int i = 0; i < noisy.length; i++) {
                    noisy[i] += (float) (0.02 * random.nextGaussian());
                  }
                  return noisy;
                });
  }

  @Test
  void bothEnginesMeasureTheSameLossThroughAnAdapter() {
    for (TokenizedExample example : facts(4)) {
      long nano = losses(List.of(List.of(example)), 1).nanoNats(zero())[0];
      assertThat(nano * 1e-9).isCloseTo(trained(example), within(ENGINES_AGREE_NATS));
    }
  }

  @Test
  void theNumberOfThreadsChangesNotOneNanoNat() {
    List<List<TokenizedExample>> batches = List.of(facts(3), facts(5));

    assertThat(losses(batches, 2).nanoNats(zero())).isEqualTo(losses(batches, 1).nanoNats(zero()));
  }

  @Test
  void anUpdateIsAddedToTheAdapter() {
    float[] update = Layout.of(adapter).flatten(adapter);
    for (int i = 0; i < update.length; i++) {
      update[i] = -update[i];
    }
    long[] without = losses(List.of(facts(4)), 1).nanoNats(update);
    ParameterSet none = adapter.zeros();
    long[] plain = new ExactHeldOutLosses(exact, LORA, none, List.of(facts(4)), 1).nanoNats(zero());

    assertThat(without).isEqualTo(plain);
    assertThat(plain[0]).isLessThan(losses(List.of(facts(4)), 1).nanoNats(zero())[0]);
  }

  @Test
  void theShippedModelAnswersItsFactsInTheExactEngineToo() {
    try (AdaptedModel plain = new AdaptedModel(exact, LORA, adapter.zeros(), 1)) {
      assertThat(facts(Facts.all().size())).allMatch(plain::answers);
    }
  }

  /** An update as large as one can be sent, made to overflow, is the worst and not the best. */
  @Test
  void brokenNumbersAreMeasuredAsTheWorstLossThereIs() {
    float[] update = zero();
    Arrays.fill(update, 1e5f);
    long[] broken = losses(List.of(facts(2)), 1).nanoNats(update);

    assertThat(broken[0]).isGreaterThan(losses(List.of(facts(2)), 1).nanoNats(zero())[0]);
    for (float number : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThat(TokenLoss.nanoNats(new float[] {0, number, 1}, 0)).isEqualTo(TokenLoss.WORST);
      assertThat(TokenLoss.nanoNats(new float[] {0, number, 1}, 1)).isEqualTo(TokenLoss.WORST);
    }
    assertThat(TokenLoss.nanoNats(new float[] {0, Float.NEGATIVE_INFINITY}, 1))
        .isEqualTo(TokenLoss.WORST);
    assertThat(TokenLoss.nanoNats(new float[] {-1e30f, 1e30f}, 0)).isEqualTo(TokenLoss.WORST);
  }

  @Test
  void whatTheModelCannotReadIsTheWorstForEveryAdapterAlike() {
    int vocabulary = exact.config().geometry().vocab();
    TokenizedExample unknown =
        new TokenizedExample(new int[] {1, vocabulary}, new boolean[] {false, true});
    int tooLong = exact.config().maxPositions() + 2;
    boolean[] last = new boolean[tooLong];
    last[tooLong - 1] = true;
    TokenizedExample huge = new TokenizedExample(new int[tooLong], last);
    TokenizedExample nothing = new TokenizedExample(new int[2], new boolean[2]);

    assertThat(
            losses(List.of(List.of(unknown), List.of(huge), List.of(nothing)), 1).nanoNats(zero()))
        .containsOnly(TokenLoss.WORST);
  }

  private static ExactHeldOutLosses losses(List<List<TokenizedExample>> batches, int threads) {
    return new ExactHeldOutLosses(exact, LORA, adapter, batches, threads);
  }

  private static float[] zero() {
    return new float[Layout.of(adapter).elements()];
  }

  private static double trained(TokenizedExample example) {
    Batch batch = Batch.of(new int[][] {example.tokens()}, new boolean[][] {example.learned()});
    try (BaseWeights base = new BaseWeights(model.config(), model.weights())) {
      return new LoraTrainer(base, LORA, adapter, AdamW.Settings.DEFAULT, 4).loss(batch);
    }
  }

  private static List<TokenizedExample> facts(int count) {
    return Examples.of(Facts.all().subList(0, count));
  }
}
