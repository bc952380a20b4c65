package io.peerz.inference.engine.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.engine.exact.ParityFixture;
import io.peerz.inference.engine.exact.Runs;
import io.peerz.inference.generate.LocalGenerator;
import io.peerz.inference.model.Quantisation;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast engine against HuggingFace transformers, and in fewer bits against the exact engine. */
class FastParityTest {
  private static final double FLOAT32_TOLERANCE = 1e-4;

  @ParameterizedTest
  @ValueSource(strings = {"llama", "llama3", "smollm", "mistral", "qwen3"})
  void aFamilyAgreesWithTheReferenceHoweverTheWorkIsCut(String name) throws IOException {
    ParityFixture fixture = ParityFixture.of(name);
    int[] tokens = fixture.tokens();
    try (FastEngine engine = engine(fixture.model(), 0, fixture.layers())) {
      float[] rows = Runs.inChunks(engine, tokens, 7);
      List<float[]> logits = logits(engine, rows);
      for (int step = 0; step < ParityFixture.STEPS; step++) {
        assertThat(Distance.of(logits.get(step), fixture.logits(step)))
            .isLessThan(FLOAT32_TOLERANCE);
        assertThat(Distance.best(logits.get(step))).isEqualTo(fixture.answer().get(step));
      }
      assertNear(Runs.inChunks(engine, tokens, 1), rows);
      assertNear(Runs.inChunks(engine, tokens, tokens.length), rows);
      List<float[]> sideBySide = Runs.sideBySide(engine, List.of(tokens, reversed(tokens), tokens));
      assertNear(sideBySide.getFirst(), rows);
      assertNear(sideBySide.getLast(), rows);
      assertNear(oneLayerPerShard(fixture), rows);
      List<ShardEngine> whole = List.of(engine);
      assertThat(
              new LocalGenerator(whole)
                  .generate(
                      fixture.prompt(), SamplingParams.greedy(ParityFixture.STEPS), Set.of()))
          .isEqualTo(fixture.answer());
    }
  }

  /** Both engines have the same whole numbers and scales; sums differ in order and in activations. */
  @ParameterizedTest
  @CsvSource({
    "llama, Q8, 0.01", "llama, Q4, 0.01", "mistral, Q4, 0.01", "qwen3, Q8, 0.01", "qwen3, Q4, 0.01"
  })
  void aRoundedModelIsTheSameModelInBothEngines(String name, Quantisation form, double tolerance)
      throws IOException {
    ParityFixture fixture = ParityFixture.of(name);
    ModelFolder model = fixture.model().rounded(form);
    try (FastEngine fast = engine(model, 0, fixture.layers());
        ExactEngine exact =
            new ExactEngine(model.loadLayers(0, fixture.layers()), EngineConfig.defaults())) {
      assertThat(fast.embed(fixture.prompt())).isEqualTo(exact.embed(fixture.prompt()));
      List<float[]> expected = logits(exact, Runs.inChunks(exact, fixture.tokens(), 23));
      for (int chunk : new int[] {1, 23}) {
        List<float[]> actual = logits(fast, Runs.inChunks(fast, fixture.tokens(), chunk));
        for (int step = 0; step < ParityFixture.STEPS; step++) {
          assertThat(Distance.of(actual.get(step), expected.get(step))).isLessThan(tolerance);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gemma2, does not serve Gemma2ForCausalLM", "mixtral, does not serve MixtralForCausalLM",
    "qwen2, multiple of 16", "phi3, multiple of 16"
  })
  void aModelThatNeedsAnotherGraphIsRefused(String name, String why) throws IOException {
    ParityFixture fixture = ParityFixture.of(name);
    assertThatThrownBy(() -> engine(fixture.model(), 0, 1))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("--engine exact");
  }

  private static FastEngine engine(ModelFolder model, int layerStart, int layerEnd) {
    return FastEngine.of(model.loadLayers(layerStart, layerEnd), EngineConfig.defaults());
  }

  private static float[] oneLayerPerShard(ParityFixture fixture) {
    float[] rows = null;
    for (int layer = 0; layer < fixture.layers(); layer++) {
      try (FastEngine shard = engine(fixture.model(), layer, layer + 1);
          KvCache cache = shard.openCache(fixture.tokens().length)) {
        rows = rows == null ? shard.embed(fixture.tokens()) : rows;
        shard.forward(List.of(new Segment(cache, rows, fixture.tokens().length)));
      }
    }
    return rows;
  }

  private static List<float[]> logits(ShardEngine engine, float[] rows) {
    int[] indexes = new int[ParityFixture.STEPS];
    Arrays.setAll(indexes, step -> ParityFixture.PROMPT - 1 + step);
    return new ArrayList<>(engine.logits(rows, indexes));
  }

  private static void assertNear(float[] actual, float[] expected) {
    assertThat(Distance.of(actual, expected)).isLessThan(FLOAT32_TOLERANCE);
  }

  private static int[] reversed(int[] tokens) {
    int[] result = new int[tokens.length];
    Arrays.setAll(result, i -> tokens[tokens.length - 1 - i]);
    return result;
  }
}
