package io.peerz.inference.engine.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.weights.SeededWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the work is cut, the bits are the same. */
class ExactnessTest {
  private static final int LENGTH = 70;

  private final ModelConfig config = Models.tiny(ModelFamily.LLAMA, Models.BF16, true);
  private final int[] tokens = Runs.tokens(LENGTH, 1, config.geometry().vocab());

  /** A team that splits even the smallest work. */
  private ExactEngine engine(int threads, Kernels kernels) {
    return new ExactEngine(
        SeededWeights.of(config, 7, 0, 4), EngineConfig.defaults(), kernels, new Team(threads, 1));
  }

  private float[] reference() {
    try (ExactEngine engine = engine(1, new ScalarKernels())) {
      return Runs.inChunks(engine, tokens, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 17, 64, LENGTH})
  void prefillInAnyChunksGivesTheBitsOfDecoding(int chunk) {
    try (ExactEngine engine = engine(1, Kernels.chosen())) {
      assertThat(Runs.inChunks(engine, tokens, chunk)).isEqualTo(reference());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 9})
  void neighboursInABatchChangeNothing(int batch) {
    List<int[]> sequences = new ArrayList<>();
    sequences.add(tokens);
    for (int i = 1; i < batch; i++) {
      sequences.add(Runs.tokens(LENGTH, i + 1, config.geometry().vocab()));
    }
    try (ExactEngine engine = engine(1, Kernels.chosen())) {
      assertThat(Runs.sideBySide(engine, sequences).getFirst()).isEqualTo(reference());
    }
  }

  @Test
  void anyCutIntoShardsGivesTheSameBits() {
    for (int cut = 1; cut < 4; cut++) {
      try (ExactEngine first = shard(0, cut);
          ExactEngine second = shard(cut, 4)) {
        float[] rows = first.embed(tokens);
        first.forward(List.of(new Segments(first).of(rows, LENGTH)));
        second.forward(List.of(new Segments(second).of(rows, LENGTH)));
        assertThat(rows).isEqualTo(reference());
      }
    }
  }

  private ExactEngine shard(int from, int to) {
    return new ExactEngine(SeededWeights.of(config, 7, from, to), EngineConfig.defaults());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void anyNumberOfThreadsGivesTheSameBits(int threads) {
    try (ExactEngine engine = engine(threads, Kernels.chosen());
        ExactEngine scalar = engine(threads, new ScalarKernels())) {
      assertThat(Runs.inChunks(engine, tokens, 17)).isEqualTo(reference());
      assertThat(Runs.inChunks(scalar, tokens, 17)).isEqualTo(reference());
      assertThat(engine.logits(reference(), 5))
          .isEqualTo(engine(1, new ScalarKernels()).logits(reference(), 5));
    }
  }

  @Test
  void logitsOfManyRowsAreTheLogitsOfEach() {
    try (ExactEngine engine = engine(1, Kernels.chosen())) {
      float[] rows = reference();
      int[] indexes = {69, 0, 5, 6, 7, 33};
      List<float[]> all = engine.logits(rows, indexes);
      for (int i = 0; i < indexes.length; i++) {
        assertThat(all.get(i)).isEqualTo(engine.logits(rows, indexes[i]));
      }
    }
  }

  @Test
  void aChangedTokenChangesTheRowsFromItsPositionOn() {
    int[] other = tokens.clone();
    other[40] = (other[40] + 1) % config.geometry().vocab();
    int width = config.geometry().dModel();
    try (ExactEngine engine = engine(1, Kernels.chosen())) {
      float[] changed = Runs.inChunks(engine, other, LENGTH);
      float[] before = Arrays.copyOf(changed, 40 * width);
      assertThat(before).isEqualTo(Arrays.copyOf(reference(), 40 * width));
      assertThat(Arrays.copyOfRange(changed, 40 * width, 41 * width))
          .isNotEqualTo(Arrays.copyOfRange(reference(), 40 * width, 41 * width));
    }
  }
}
