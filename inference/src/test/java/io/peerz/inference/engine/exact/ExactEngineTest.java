package io.peerz.inference.engine.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.weights.SeededWeights;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.ErrorKind;
import io.peerz.proof.error.PeerzException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the door promises about its caches and its refusals. */
class ExactEngineTest {
  private static final int POSITION_BYTES = 2 * 4 * 2 * 22 * Float.BYTES;

  private final ExactEngine engine =
      new ExactEngine(
          SeededWeights.of(Models.tiny(ModelFamily.LLAMA, Models.BF16, true), 3, 0, 4),
          new EngineConfig(1, 100 * POSITION_BYTES, 80));

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void cachesSpendOneBudgetAndGiveItBack() {
    KvCache first = engine.openCache(60);
    assertThatThrownBy(() -> engine.openCache(41))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.RESOURCE))
        .hasMessageContaining("does not fit");
    engine.openCache(40).close();
    first.close();
    first.close();
    engine.openCache(80).close();
    assertThatThrownBy(() -> engine.openCache(81)).hasMessageContaining("1..80");
  }

  @Test
  void aSegmentBeyondTheContextIsRefusedAndChangesNothing() {
    try (KvCache full = engine.openCache(3);
        KvCache free = engine.openCache(10)) {
      Segment tooLong = new Segment(full, engine.embed(new int[4]), 4);
      Segment fine = new Segment(free, engine.embed(new int[4]), 4);
      assertThatThrownBy(() -> engine.forward(List.of(fine, tooLong)))
          .isInstanceOfSatisfying(
              PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROMPT_TOO_LONG));
      assertThat(free.length()).isZero();
    }
  }

  @Test
  void rowsThatAreNotNumbersAreRefused() {
    try (KvCache cache = engine.openCache(3)) {
      float[] rows = engine.embed(new int[2]);
      rows[60] = Float.NaN;
      assertThatThrownBy(() -> engine.forward(List.of(new Segment(cache, rows, 2))))
          .hasMessageContaining("NaN or infinity");
      assertThat(cache.length()).isZero();
    }
  }

  @Test
  void oneCacheCannotTakeTwoSegmentsAtOnce() {
    try (KvCache cache = engine.openCache(3)) {
      Segment segment = new Segment(cache, engine.embed(new int[1]), 1);
      assertThatThrownBy(() -> engine.forward(List.of(segment, segment)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void tokensOutsideTheVocabularyAreRefused() {
    assertThatThrownBy(() -> engine.embed(new int[] {0, 67})).hasMessageContaining("0..66");
    assertThatThrownBy(() -> engine.embed(new int[] {-1})).isInstanceOf(PeerzException.class);
  }

  @Test
  void steppingBackAndDecodingAgainGivesTheSameRows() {
    int[] tokens = Runs.tokens(20, 1, 67);
    try (KvCache cache = engine.openCache(20)) {
      float[] first = engine.embed(tokens);
      engine.forward(List.of(new Segment(cache, first, 20)));
      cache.truncate(7);
      int[] rest = java.util.Arrays.copyOfRange(tokens, 7, 20);
      float[] again = engine.embed(rest);
      engine.forward(List.of(new Segment(cache, again, 13)));
      int width = engine.geometry().dModel();
      assertThat(again).isEqualTo(java.util.Arrays.copyOfRange(first, 7 * width, 20 * width));
    }
  }
}
