package io.peerz.inference.engine.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.Q8Blocks;
import io.peerz.inference.weights.SeededWeights;
import io.peerz.inference.weights.ShardWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights of eight bits: the same bits however computed, and close to what they came from. */
class Q8Test {
  private final ShardWeights plain =
      SeededWeights.of(Models.tiny(ModelFamily.LLAMA, Models.BF16, true), 42, 0, 4);
  private final ShardWeights rounded = plain.toQ8();
  private final int[] tokens = Runs.tokens(40, 3, 67);

  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "3,2", "5,3", "23,1", "40,2"})
  void chunksThreadsAndLanesChangeNothing(int chunk, int threads) {
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

  @Test
  void logitsStayCloseToThoseOfTheWeightsBeforeRounding() {
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
      assertThat(Math.sqrt(error / size)).isLessThan(0.03).isPositive();
    }
  }

  @Test
  void eachWeightIsWithinHalfAStepOfItsSource() {
    Matrix source = plain.layers().getFirst().gate();
    Matrix q8 = source.toQ8();
    for (int row = 0; row < source.rows(); row++) {
      for (int col = 0; col < source.cols(); col++) {
        double step = q8.q8().scale(row, col / Q8Blocks.BLOCK);
        assertThat((double) q8.get(row, col)).isCloseTo(source.get(row, col), within(0.501 * step));
      }
    }
  }

  @Test
  void roundingFollowsTheRuleAtItsEdges() {
    float[] values = {254f, -254f, 1f, -1f, 3f, 0.99f, 0f, Float.MIN_VALUE};
    float[] q = new float[32];
    float[] scales = new float[1];
    Q8Blocks.quantise(values, 0, values.length, q, scales, 0, 0);
    assertThat(scales).containsExactly(2f);
    assertThat(q).startsWith(127f, -127f, 0f, -0f, 2f, 0f, 0f, 0f);
    float[] tiny = {Float.MIN_VALUE, 0f};
    Q8Blocks.quantise(tiny, 0, 2, q, scales, 0, 0);
    assertThat(scales).containsExactly(0f);
    assertThat(q).containsOnly(0f);
  }
}
