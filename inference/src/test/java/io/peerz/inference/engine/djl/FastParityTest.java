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
import io.peerz.inference.engine.exact.SeededAdapter;
import io.peerz.inference.generate.LocalGenerator;
import io.peerz.inference.model.Arithmetic;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.Quantisation;
import io.peerz.inference.model.RopeScaling;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.SeededWeights;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast engine against HuggingFace transformers, and in fewer bits beside the exact engine. */
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
                  .generate(fixture.prompt(), SamplingParams.greedy(ParityFixture.STEPS), Set.of()))
          .isEqualTo(fixture.answer());
    }
  }

  /**
   * Both engines round activations to eight bits, each in its way, and so lie apart from float32
   * arithmetic on the same weights; the fast one must not lie further away.
   */
  @ParameterizedTest
  @CsvSource({"llama, Q8", "llama, Q4", "mistral, Q8", "mistral, Q4", "qwen3, Q8", "qwen3, Q4"})
  void aRoundedModelIsAsNearToFloat32AsInTheExactEngine(String name, Quantisation form)
      throws IOException {
    ParityFixture fixture = ParityFixture.of(name);
    ModelFolder model = fixture.model().rounded(form);
    ShardWeights weights = model.loadLayers(0, fixture.layers());
    try (ExactEngine wide = new ExactEngine(Widened.of(weights), EngineConfig.defaults());
        ExactEngine exact = new ExactEngine(weights, EngineConfig.defaults());
        FastEngine fast = engine(model, 0, fixture.layers())) {
      assertThat(fast.embed(fixture.prompt())).isEqualTo(exact.embed(fixture.prompt()));
      List<float[]> truth = logits(wide, Runs.inChunks(wide, fixture.tokens(), 23));
      double allowed = 1.1 * mean(logits(exact, Runs.inChunks(exact, fixture.tokens(), 23)), truth);
      for (int chunk : new int[] {1, 23}) {
        List<float[]> actual = logits(fast, Runs.inChunks(fast, fixture.tokens(), chunk));
        assertThat(mean(actual, truth)).isPositive().isLessThan(allowed);
      }
    }
  }

  private static double mean(List<float[]> actual, List<float[]> truth) {
    return IntStream.range(0, truth.size())
        .mapToDouble(step -> Distance.of(actual.get(step), truth.get(step)))
        .average()
        .orElseThrow();
  }

  /** Families whose reference checkpoints have heads too narrow for the runtime. */
  @ParameterizedTest
  @CsvSource({"QWEN2, false", "QWEN2, true", "PHI3, false"})
  void otherFamiliesAgreeWithTheExactEngine(ModelFamily family, boolean tiedHead) {
    Geometry geometry = new Geometry(3, 96, 4, 2, 32, 160, 250, 0, Arithmetic.FAST.profile());
    ModelConfig config =
        new ModelConfig(family, geometry, 1e-6f, 10_000, new RopeScaling.None(), 64, tiedHead);
    ShardWeights weights = SeededWeights.of(config, 11, 0, 3);
    int[] tokens = Runs.tokens(40, 3, 250);
    int[] all = IntStream.range(0, tokens.length).toArray();
    try (FastEngine fast = FastEngine.of(weights, EngineConfig.defaults());
        ExactEngine exact = new ExactEngine(weights, EngineConfig.defaults())) {
      List<float[]> expected = exact.logits(Runs.inChunks(exact, tokens, 9), all);
      List<float[]> actual = fast.logits(Runs.inChunks(fast, tokens, 9), all);
      for (int i = 0; i < tokens.length; i++) {
        assertNear(actual.get(i), expected.get(i));
      }
    }
  }

  @Test
  void aModelOfExactResultsIsRefused() throws IOException {
    ParityFixture fixture = ParityFixture.of("llama");
    ShardWeights weights = fixture.model().loadLayers(0, 1);
    assertThatThrownBy(() -> FastEngine.of(weights, EngineConfig.defaults()))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("registered with exact results");
  }

  /** More of them than a step has lanes, of different lengths, prefill beside decode. */
  @Test
  void sequencesOfOneStepDoNotChangeEachOther() throws IOException {
    ParityFixture fixture = ParityFixture.of("llama");
    int[] tokens = fixture.tokens();
    try (FastEngine engine = engine(fixture.model(), 0, fixture.layers())) {
      float[] alone = Runs.inChunks(engine, tokens, 5);
      int width = engine.geometry().dModel();
      List<KvCache> caches = new ArrayList<>();
      List<Segment> step = new ArrayList<>();
      for (int i = 0; i <= ShardGraph.LANES; i++) {
        int count = 1 + 3 * i;
        KvCache cache = engine.openCache(tokens.length);
        engine.forward(
            List.of(new Segment(cache, engine.embed(Arrays.copyOf(tokens, i + 1)), i + 1)));
        caches.add(cache);
        int[] next = Arrays.copyOfRange(tokens, i + 1, i + 1 + count);
        step.add(new Segment(cache, engine.embed(next), count));
      }
      engine.forward(step);
      for (int i = 0; i <= ShardGraph.LANES; i++) {
        int from = (i + 1) * width;
        int to = from + step.get(i).rowCount() * width;
        assertNear(step.get(i).rows(), Arrays.copyOfRange(alone, from, to));
      }
      caches.forEach(KvCache::close);
    }
  }

  /** Different adapters beside each other and beside none. */
  @Test
  void adaptersBendAsInTheExactEngine() throws IOException {
    ParityFixture fixture = ParityFixture.of("qwen3");
    int[] tokens = Arrays.copyOf(fixture.tokens(), 12);
    List<Optional<ShardAdapter>> adapters =
        List.of(
            Optional.of(SeededAdapter.of(fixture.model().config(), 1, 0, fixture.layers())),
            Optional.empty(),
            Optional.of(SeededAdapter.of(fixture.model().config(), 2, 0, fixture.layers())));
    List<int[]> sequences = List.of(tokens, tokens, tokens);
    try (FastEngine fast = engine(fixture.model(), 0, fixture.layers());
        ExactEngine exact = fixture.engine(0, fixture.layers())) {
      List<float[]> expected = Runs.sideBySide(exact, sequences, adapters);
      List<float[]> actual = Runs.sideBySide(fast, sequences, adapters);
      for (int i = 0; i < expected.size(); i++) {
        assertNear(actual.get(i), expected.get(i));
      }
      assertThat(Distance.of(actual.get(0), actual.get(2))).isGreaterThan(0.01);
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
    return FastEngine.of(
        model.in(Arithmetic.FAST).loadLayers(layerStart, layerEnd), EngineConfig.defaults());
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
