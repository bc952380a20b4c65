package io.peerz.inference.engine.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.Quantisation;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.QuantBlocks;
import io.peerz.inference.weights.SeededWeights;
import io.peerz.inference.weights.ShardWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights of fewer bits: the same bits however computed, and close to what they came from. */
class QuantisationTest {
  private final ShardWeights plain =
      SeededWeights.of(Models.tiny(ModelFamily.LLAMA, Models.BF16, true), 42, 0, 4);
  private final int[] tokens = Runs.tokens(40, 3, 67);

  @ParameterizedTest
  @CsvSource({
    "Q8,1,1", "Q8,2,1", "Q8,3,2", "Q8,5,3", "Q8,23,1", "Q8,40,2", "Q4,1,1", "Q4,2,1", "Q4,3,2",
    "Q4,5,3", "Q4,8,1", "Q4,9,1", "Q4,23,1", "Q4,40,2"
  })
  void chunksThreadsAndLanesChangeNothing(Quantisation form, int chunk, int threads) {
    ShardWeights rounded = plain.rounded(form);
    try (ExactEngine vector =
            new ExactEngine(
                rounded, EngineConfig.defaults(), Kernels.chosen(), new Team(threads, 1));
        ExactEngine scalar =
            new ExactEngine(rounded, EngineConfig.defaults(), new ScalarKernels(), new Team(1))) {
      assertThat(Runs.inChunks(vector, tokens, chunk)).isEqualTo(Runs.inChunks(scalar, tokens, 40));
      float[] rows = Runs.inChunks(scalar, tokens, 40);
      assertThat(vector.logits(rows, 39)).isEqualTo(scalar.logits(rows, 39));
    }
  }

  @ParameterizedTest
  @CsvSource({"Q8,0.03", "Q4,0.3"})
  void logitsStayCloseToThoseOfTheWeightsBeforeRounding(Quantisation form, double limit) {
    ShardWeights rounded = plain.rounded(form);
    try (ExactEngine before = new ExactEngine(plain, EngineConfig.defaults());
        ExactEngine after = new ExactEngine(rounded, EngineConfig.defaults())) {
      float[] expected = before.logits(Runs.inChunks(before, tokens, 40), 39);
      float[] actual = after.logits(Runs.inChunks(after, tokens, 40), 39);
      double error = 0;
      double size = 0;
      for (int i = 0; i < expected.length; i++) {
        error += Math.pow(actual[i] - expected[i], 2);
        size += Math.pow(expected[i], 2);
      }
      assertThat(Math.sqrt(error / size)).isLessThan(limit).isPositive();
    }
  }

  /**
   * With four bits the value opposite the extreme one of a block may be cut by half a step more.
   */
  @ParameterizedTest
  @CsvSource({"Q8,0.501", "Q4,1.01"})
  void eachWeightIsWithinAStepOfItsSource(Quantisation form, double steps) {
    Matrix source = plain.layers().getFirst().gate();
    Matrix rounded = source.rounded(form);
    for (int row = 0; row < source.rows(); row++) {
      for (int col = 0; col < source.cols(); col++) {
        double step = Math.abs(rounded.quant().scale(row, col / QuantBlocks.BLOCK));
        assertThat((double) rounded.get(row, col))
            .isCloseTo(source.get(row, col), within(steps * step));
      }
    }
  }

  @Test
  void roundingToEightBitsFollowsTheRuleAtItsEdges() {
    float[] values = {254f, -254f, 1f, -1f, 3f, 0.99f, 0f, Float.MIN_VALUE};
    float[] q = new float[32];
    assertThat(QuantBlocks.quantise(values, 0, values.length, q, 0)).isEqualTo(2f);
    assertThat(q).startsWith(127f, -127f, 0f, -0f, 2f, 0f, 0f, 0f);
    float[] tiny = {Float.MIN_VALUE, 0f};
    assertThat(QuantBlocks.quantise(tiny, 0, 2, q, 0)).isZero();
    assertThat(q).containsOnly(0f);
  }

  @Test
  void roundingToFourBitsFollowsTheRuleAtItsEdges() {
    float[] values = new float[32];
    System.arraycopy(new float[] {4f, -4f, 0.25f, 0.75f, -3.5f, 1e-9f, 3.8f}, 0, values, 0, 7);
    QuantBlocks blocks = Matrix.ofFloats(1, 32, values).rounded(Quantisation.Q4).quant();
    assertThat(blocks.scale(0, 0)).isEqualTo(-0.5f);
    int[] expected = {-8, 7, 0, -2, 7, 0, -8};
    for (int col = 0; col < expected.length; col++) {
      assertThat(blocks.quantum(0, col)).isEqualTo(expected[col]);
    }
    float[] huge = new float[32];
    huge[3] = 3e38f;
    QuantBlocks capped = Matrix.ofFloats(1, 32, huge).rounded(Quantisation.Q4).quant();
    assertThat(capped.scale(0, 0)).isEqualTo(-65_504f);
    assertThat(capped.quantum(0, 3)).isEqualTo(-8);
  }

  @Test
  void roundingOnVectorsGivesTheNumbersOfTheRule() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(4);
    float[] values = new float[32];
    float[] plainly = new float[32];
    float[] onVectors = new float[32];
    for (int i = 0; i < 20_000; i++) {
      for (int k = 0; k < 32; k++) {
        values[k] = Float.intBitsToFloat(random.nextInt() & 0xbfffffff);
        values[k] = i % 2 == 0 ? random.nextInt(-300, 300) / 2f : values[k];
      }
      float scale = QuantBlocks.quantise(values, 0, 32, plainly, 0);
      assertThat(VectorRounding.round(values, 0, 32, onVectors, 0)).isEqualTo(scale);
      for (int k = 0; k < 32; k++) {
        assertThat(onVectors[k] == plainly[k]).isTrue();
      }
    }
  }
}
