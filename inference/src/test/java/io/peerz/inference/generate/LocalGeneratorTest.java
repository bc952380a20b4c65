package io.peerz.inference.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.RopeScaling;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.weights.SeededWeights;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalGeneratorTest {
  private static final int CONTEXT = 24;
  private static final int[] PROMPT = {5, 9, 1};
  private static final ModelConfig CONFIG =
      new ModelConfig(
          ModelFamily.LLAMA,
          new Geometry(2, 32, 4, 2, 8, 48, 50, 1, 0),
          1e-5f,
          10_000,
          new RopeScaling.None(),
          CONTEXT,
          false);

  /** Room for one answer only, so that a cache left open would show. */
  private final ShardEngine first = shard(0, 1);

  private final ShardEngine second = shard(1, 2);
  private final LocalGenerator generator = new LocalGenerator(List.of(first, second));

  private static ShardEngine shard(int from, int to) {
    EngineConfig config = new EngineConfig(1, CONTEXT * 2L * 2 * 8 * Float.BYTES, 0);
    return new ExactEngine(SeededWeights.of(CONFIG, 11, from, to), config);
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  void anAnswerEndsAtTheLimitOrWithTheContext() {
    assertThat(generator.generate(PROMPT, SamplingParams.greedy(7), Set.of())).hasSize(7);
    assertThat(generator.generate(PROMPT, SamplingParams.greedy(999), Set.of()))
        .hasSize(CONTEXT - PROMPT.length);
  }

  @Test
  void aStopTokenEndsTheAnswerAndIsNotPartOfIt() {
    List<Integer> whole = generator.generate(PROMPT, SamplingParams.sampled(2, 4, 20), Set.of());
    int stop = whole.get(12);
    List<Integer> cut = generator.generate(PROMPT, SamplingParams.sampled(2, 4, 20), Set.of(stop));
    assertThat(cut).isEqualTo(whole.subList(0, whole.indexOf(stop)));
  }

  @Test
  void tokensAreHandedOutAsTheyAreChosen() {
    List<Integer> seen = new ArrayList<>();
    List<Integer> answer =
        generator.generate(PROMPT, SamplingParams.greedy(5), Set.of(), seen::add);
    assertThat(seen).isEqualTo(answer);
  }

  @Test
  void anAnswerIsContinuedAsIfItHadNeverStopped() {
    SamplingParams params = SamplingParams.sampled(1.5, 8, 10);
    List<Integer> whole = generator.generate(PROMPT, params, Set.of());
    int[] longer = {5, 9, 1, whole.get(0), whole.get(1), whole.get(2), whole.get(3)};
    assertThat(generator.generate(longer, SamplingParams.sampled(1.5, 8, 6), Set.of()))
        .isEqualTo(whole.subList(4, 10));
  }

  @Test
  void aPenaltyKeepsTokensFromComingBack() {
    SamplingParams once = new SamplingParams(0, 1, 0, 0, 0, 18, 1, 0, 100, Map.of());
    assertThat(generator.generate(PROMPT, once, Set.of())).doesNotHaveDuplicates();
  }

  @Test
  void promptsThatDoNotFitAreRefused() {
    assertThatThrownBy(
            () -> generator.generate(new int[CONTEXT], SamplingParams.greedy(1), Set.of()))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROMPT_TOO_LONG));
    assertThatThrownBy(() -> generator.generate(new int[0], SamplingParams.greedy(1), Set.of()))
        .hasMessageContaining("empty");
  }

  @Test
  void enginesMustCoverTheModelInOrder() {
    assertThatThrownBy(() -> new LocalGenerator(List.of(second, first)))
        .hasMessageContaining("layer 0");
    assertThatThrownBy(() -> new LocalGenerator(List.of(first))).hasMessageContaining("head");
  }
}
