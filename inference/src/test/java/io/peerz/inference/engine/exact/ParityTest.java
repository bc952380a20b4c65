package io.peerz.inference.engine.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.generate.LocalGenerator;
import io.peerz.inference.sample.SamplingParams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The engine against HuggingFace transformers on a small random checkpoint of every family, which
 * src/test/python/make_parity.py made. The distance of two rows of logits is their largest
 * difference divided by the reference's largest logit.
 */
class ParityTest {
  private static final double FLOAT32_TOLERANCE = 1e-4;
  private static final double BF16_TOLERANCE = 2e-2;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama",
        "llama3",
        "smollm",
        "mistral",
        "qwen2",
        "qwen3",
        "phi3",
        "gemma2",
        "gemma3",
        "qwen3-moe",
        "mixtral"
      })
  void aFamilyAgreesWithTheReferenceHoweverTheWorkIsCut(String name) throws IOException {
    ParityFixture fixture = ParityFixture.of(name);
    try (ExactEngine engine = fixture.engine(0, fixture.layers())) {
      float[] rows = Runs.inChunks(engine, fixture.tokens(), 7);
      assertLogits(fixture, logits(engine, rows));
      assertThat(Runs.inChunks(engine, fixture.tokens(), 1)).isEqualTo(rows);
      assertThat(Runs.inChunks(engine, fixture.tokens(), fixture.tokens().length)).isEqualTo(rows);
      List<int[]> batch =
          List.of(fixture.tokens(), reversed(fixture.tokens()), fixture.tokens().clone());
      List<float[]> sideBySide = Runs.sideBySide(engine, batch);
      assertThat(sideBySide.getFirst()).isEqualTo(rows);
      assertThat(sideBySide.getLast()).isEqualTo(rows);
      assertThat(oneLayerPerShard(fixture)).isEqualTo(rows);
      assertThat(greedy(engine, fixture)).isEqualTo(fixture.answer());
    }
  }

  /** Bits that must never change, as {@link GoldenHashTest} keeps them for the first families. */
  @ParameterizedTest
  @CsvSource({
    "mistral, eaab5829f77f8085e40ef4be4a304179",
    "phi3, 86a578411cf753b8ee7780ff02e64046",
    "gemma2, d2cfe9d500eb08d9a31ee64256414d6c",
    "gemma3, 4a659031fad7af891c026d30448c0cd7",
    "qwen3-moe, b1c0709f3df9790d811cd9261937d436",
    "mixtral, a84a535d6c5d509de138b3fd9faa2862"
  })
  void theBitsAreThoseOfTheRecord(String name, String golden) throws IOException {
    ParityFixture fixture = ParityFixture.of(name);
    try (ExactEngine engine = fixture.engine(0, fixture.layers());
        ExactEngine scalar = fixture.engineOf(new ScalarKernels(), new Team(3, 1))) {
      float[] rows = Runs.inChunks(engine, fixture.tokens(), 23);
      String hash = new BitHash().add(rows).add(engine.logits(rows, 50)).hex();
      assertThat(hash).isEqualTo(golden);
      assertThat(Runs.inChunks(scalar, fixture.tokens(), 23)).isEqualTo(rows);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "mistral", "qwen2", "qwen3", "gemma2", "gemma3"})
  void theStepsOfDensePlainProjectionsCanBeTraced(String name) throws IOException {
    ParityFixture fixture = ParityFixture.of(name);
    try (ExactEngine engine = fixture.engine(0, fixture.layers())) {
      int[] tokens = fixture.prompt();
      int[] steps = new int[1];
      float[] rows = engine.embed(tokens);
      engine.trace(
          new Segments(engine).of(rows, tokens.length),
          (layer, step, _, _, _) -> assertThat(layer * 13 + step).isEqualTo(steps[0]++));
      assertThat(steps[0]).isEqualTo(13 * fixture.layers());
      assertThat(rows).isEqualTo(Runs.inChunks(engine, tokens, 5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"phi3", "qwen3-moe", "mixtral"})
  void aFamilyThatACourtCannotSettleHasNoTrace(String name) throws IOException {
    ParityFixture fixture = ParityFixture.of(name);
    try (ExactEngine engine = fixture.engine(0, 1)) {
      Segment segment = new Segments(engine).of(engine.embed(new int[] {1}), 1);
      assertThatThrownBy(() -> engine.trace(segment, StepWatch.NONE))
          .hasMessageContaining("audit them by re-execution");
    }
  }

  private static void assertLogits(ParityFixture fixture, List<float[]> actual) throws IOException {
    for (int step = 0; step < ParityFixture.STEPS; step++) {
      float[] row = actual.get(step);
      assertThat(distance(row, fixture.logits(step))).isLessThan(FLOAT32_TOLERANCE);
      assertThat(distance(row, fixture.bfloat16Logits(step))).isLessThan(BF16_TOLERANCE);
      assertThat(best(row)).isEqualTo(fixture.answer().get(step));
      assertThat(best(fixture.bfloat16Logits(step))).isEqualTo(best(row));
    }
  }

  private static List<float[]> logits(ExactEngine engine, float[] rows) {
    int[] indexes = new int[ParityFixture.STEPS];
    Arrays.setAll(indexes, step -> ParityFixture.PROMPT - 1 + step);
    return engine.logits(rows, indexes);
  }

  private static float[] oneLayerPerShard(ParityFixture fixture) {
    float[] rows = null;
    for (int layer = 0; layer < fixture.layers(); layer++) {
      try (ExactEngine shard = fixture.engine(layer, layer + 1);
          KvCache cache = shard.openCache(fixture.tokens().length)) {
        rows = rows == null ? shard.embed(fixture.tokens()) : rows;
        shard.forward(List.of(new Segment(cache, rows, fixture.tokens().length)));
      }
    }
    return rows;
  }

  private static List<Integer> greedy(ExactEngine engine, ParityFixture fixture) {
    List<ShardEngine> whole = new ArrayList<>(List.of(engine));
    return new LocalGenerator(whole)
        .generate(fixture.prompt(), SamplingParams.greedy(ParityFixture.STEPS), Set.of());
  }

  private static int[] reversed(int[] tokens) {
    int[] result = new int[tokens.length];
    Arrays.setAll(result, i -> tokens[tokens.length - 1 - i]);
    return result;
  }

  private static double distance(float[] actual, float[] expected) {
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    return worst / largest;
  }

  private static int best(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }
}
