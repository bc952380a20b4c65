package io.peerz.inference.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.peerz.proof.error.PeerzException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final float[] LOGITS = {1.5f, -2f, 3f, 3f, 0f, 2.5f};

  private final Sampler sampler = new Sampler();

  private static SamplingParams params(double topP, int topK, double minP) {
    return new SamplingParams(1, topP, topK, minP, 11, 1, 1, 0, 0, Map.of());
  }

  private double[] frequencies(SamplingParams params, int draws) {
    double[] counts = new double[LOGITS.length];
    for (int position = 0; position < draws; position++) {
      counts[sampler.sample(LOGITS, params, position)] += 1.0 / draws;
    }
    return counts;
  }

  @Test
  void greedyTakesTheLowestIdAmongTheLargest() {
    assertThat(sampler.sample(LOGITS, SamplingParams.greedy(1), 0)).isEqualTo(2);
  }

  @Test
  void drawsFollowTheSoftmax() {
    double[] seen = frequencies(SamplingParams.sampled(0.7, 3, 1), 40_000);
    double total = 0;
    for (float logit : LOGITS) {
      total += Math.exp(logit / 0.7);
    }
    for (int i = 0; i < LOGITS.length; i++) {
      assertThat(seen[i]).isCloseTo(Math.exp(LOGITS[i] / 0.7) / total, within(0.01));
    }
  }

  @Test
  void topKTopPAndMinPCutTheTail() {
    double[] topK = frequencies(params(1, 3, 0), 2_000);
    assertThat(topK[0] + topK[1] + topK[4]).isZero();
    assertThat(topK[5]).isPositive();
    double[] topP = frequencies(params(0.6, 0, 0), 2_000);
    assertThat(topP[2] + topP[3]).isCloseTo(1, within(1e-9));
    double[] minP = frequencies(params(1, 0, 0.5), 2_000);
    assertThat(minP[0] + minP[1] + minP[4]).isZero();
    assertThat(minP[5]).isPositive();
  }

  @Test
  void theSameSeedAndPositionGiveTheSameTokenOnAnyMachine() {
    StringBuilder drawn = new StringBuilder();
    for (int position = 0; position < 30; position++) {
      drawn.append(sampler.sample(LOGITS, SamplingParams.sampled(1.3, 77, 1), position));
    }
    assertThat(drawn).hasToString("253205335505555322025320550503");
  }

  @Test
  void penaltiesAndBiasChangeTheChoice() {
    TokenCounts earlier = new TokenCounts();
    earlier.add(2);
    earlier.add(3);
    SamplingParams frequency = new SamplingParams(0, 1, 0, 0, 0, 1, 1, 1, 0, Map.of());
    assertThat(sampler.sample(LOGITS, frequency, 0, earlier)).isEqualTo(5);
    SamplingParams repetition = new SamplingParams(0, 1, 0, 0, 0, 1, 3, 0, 0, Map.of());
    assertThat(sampler.sample(LOGITS, repetition, 0, earlier)).isEqualTo(5);
    SamplingParams bias = new SamplingParams(0, 1, 0, 0, 0, 1, 1, 0, 0, Map.of(1, 100.0));
    assertThat(sampler.sample(LOGITS, bias, 0)).isEqualTo(1);
  }

  @Test
  void nonsenseIsRefused() {
    float[] broken = {0f, Float.NaN};
    assertThatThrownBy(() -> sampler.sample(broken, SamplingParams.greedy(1), 0))
        .isInstanceOf(PeerzException.class);
    assertThatThrownBy(() -> SamplingParams.sampled(Double.NaN, 0, 1))
        .hasMessageContaining("temperature");
    assertThatThrownBy(() -> SamplingParams.greedy(0)).hasMessageContaining("max_tokens");
    assertThatThrownBy(() -> params(0, 0, 0)).hasMessageContaining("top_p");
    SamplingParams outside = new SamplingParams(0, 1, 0, 0, 0, 1, 1, 0, 0, Map.of(6, 1.0));
    assertThatThrownBy(() -> sampler.sample(LOGITS, outside, 0)).hasMessageContaining("logit_bias");
  }

  @Test
  void theHashTellsParametersApart() {
    SamplingParams one = SamplingParams.sampled(0.8, 1, 10);
    assertThat(one.hash()).isEqualTo(SamplingParams.sampled(0.8, 1, 10).hash());
    assertThat(one.hash()).isNotEqualTo(SamplingParams.sampled(0.8, 2, 10).hash());
    assertThat(one.hash().hex())
        .isEqualTo("0x4aab6957c9234f831dd7761d155f1afac4972365b2101d58c7a13cb8db565885");
  }
}
