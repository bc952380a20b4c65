package io.peerz.inference.engine.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.Projection;
import io.peerz.inference.weights.SeededWeights;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.proof.error.PeerzException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An adapter beside its base: the same bits however the work is cut, and nobody else's concern. */
class AdapterTest {
  private static final int LENGTH = 70;

  private final ModelConfig config = Models.tiny(ModelFamily.LLAMA, Models.BF16, true);
  private final int[] tokens = Runs.tokens(LENGTH, 1, config.geometry().vocab());
  private final ShardAdapter one = SeededAdapter.of(config, 1, 0, 4);
  private final ShardAdapter other = SeededAdapter.of(config, 2, 0, 4);

  private ExactEngine engine(int threads, Kernels kernels) {
    return new ExactEngine(
        SeededWeights.of(config, 7, 0, 4), EngineConfig.defaults(), kernels, new Team(threads, 1));
  }

  private float[] reference(Optional<ShardAdapter> adapter) {
    try (ExactEngine engine = engine(1, new ScalarKernels())) {
      return Runs.inChunks(engine, tokens, 1, adapter);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 17, 64, LENGTH})
  void prefillInAnyChunksGivesTheBitsOfDecoding(int chunk) {
    try (ExactEngine engine = engine(3, Kernels.chosen())) {
      assertThat(Runs.inChunks(engine, tokens, chunk, Optional.of(one)))
          .isEqualTo(reference(Optional.of(one)));
    }
  }

  @Test
  void oneBaseServesManyAdaptersInOneBatch() {
    List<Optional<ShardAdapter>> adapters =
        List.of(Optional.of(one), Optional.empty(), Optional.of(other), Optional.of(other));
    List<int[]> same = List.of(tokens, tokens, tokens, tokens);
    try (ExactEngine engine = engine(1, Kernels.chosen())) {
      List<float[]> rows = Runs.sideBySide(engine, same, adapters);
      assertThat(rows.get(0)).isEqualTo(reference(Optional.of(one)));
      assertThat(rows.get(1)).isEqualTo(reference(Optional.empty()));
      assertThat(rows.get(2)).isEqualTo(reference(Optional.of(other))).isEqualTo(rows.get(3));
    }
  }

  @Test
  void anyCutIntoShardsGivesTheSameBits() {
    for (int cut = 1; cut < 4; cut++) {
      float[] rows;
      try (ExactEngine first = shard(0, cut);
          ExactEngine second = shard(cut, 4)) {
        rows = first.embed(tokens);
        forward(first, rows, SeededAdapter.of(config, 1, 0, cut));
        forward(second, rows, SeededAdapter.of(config, 1, cut, 4));
      }
      assertThat(rows).isEqualTo(reference(Optional.of(one)));
    }
  }

  private ExactEngine shard(int from, int to) {
    return new ExactEngine(SeededWeights.of(config, 7, from, to), EngineConfig.defaults());
  }

  private static void forward(ExactEngine engine, float[] rows, ShardAdapter adapter) {
    try (KvCache cache = engine.openCache(LENGTH)) {
      engine.forward(List.of(new Segment(cache, rows, LENGTH, Optional.of(adapter))));
    }
  }

  @ParameterizedTest
  @EnumSource(Projection.class)
  void everyProjectionIsBent(Projection projection) {
    String name = projection.name().toLowerCase(Locale.ROOT);
    boolean ofAttention = projection.compareTo(Projection.GATE) < 0;
    String part = (ofAttention ? name.substring(0, 1) : name) + "_proj";
    ShardAdapter alone =
        ShardAdapter.of(
            config,
            0,
            4,
            1.5,
            tensor ->
                tensor.contains(part)
                    ? Optional.of(SeededAdapter.matrix(config, 1, tensor))
                    : Optional.empty());
    assertThat(reference(Optional.of(alone)))
        .isNotEqualTo(reference(Optional.empty()))
        .isNotEqualTo(reference(Optional.of(one)));
  }

  @Test
  void anAdapterOfAnotherBaseIsRefused() {
    assertThatThrownBy(
            () ->
                ShardAdapter.of(config, 0, 4, 1, name -> Optional.of(Matrix.ofFloats(2, 2, FOUR))))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("belongs to another base");
  }

  private static final float[] FOUR = {1, 2, 3, 4};

  @Test
  void halfAPairAndANumberThatIsNoneAreRefused() {
    assertThatThrownBy(
            () ->
                ShardAdapter.of(
                    config,
                    0,
                    4,
                    1,
                    name ->
                        name.contains("lora_A")
                            ? Optional.of(SeededAdapter.matrix(config, 1, name))
                            : Optional.empty()))
        .hasMessageContaining("belong together");
    assertThatThrownBy(
            () ->
                ShardAdapter.of(
                    config,
                    0,
                    4,
                    1,
                    name -> {
                      Matrix matrix = SeededAdapter.matrix(config, 1, name);
                      matrix.floats()[0] = Float.NaN;
                      return Optional.of(matrix);
                    }))
        .hasMessageContaining("NaN");
  }
}
