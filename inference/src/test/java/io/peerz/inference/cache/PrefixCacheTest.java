package io.peerz.inference.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Copies that a session may write behind, within a bound of bytes. */
class PrefixCacheTest {
  private static final int WIDTH = 5;
  private static final KvShape SHAPE = new KvShape(2, 3, 4);
  private static final long BLOCK_BYTES =
      SHAPE.bytes(PrefixCache.BLOCK) + 4L * PrefixCache.BLOCK * WIDTH;

  private final KvBudget budget = new KvBudget(1 << 24);

  private static List<Digest> keys(int prompt, int blocks) {
    return IntStream.range(0, blocks)
        .mapToObj(i -> Keccak.hash(ByteBuffer.allocate(8).putInt(prompt).putInt(i).array()))
        .toList();
  }

  private KvCache filled(int positions, int capacity, long seed) {
    KvCache cache = KvCache.open(budget, SHAPE, capacity);
    Random random = new Random(seed);
    for (int layer = 0; layer < SHAPE.layers(); layer++) {
      for (int at = 0; at < cache.keys(layer).length; at++) {
        cache.keys(layer)[at] = random.nextFloat();
        cache.values(layer)[at] = random.nextFloat();
      }
    }
    cache.commit(positions);
    return cache;
  }

  private static float[] rows(int positions) {
    float[] rows = new float[positions * WIDTH];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    return rows;
  }

  @Test
  void whatIsRestoredIsWhatWasThereWhateverTheCapacities() {
    PrefixCache prefixes = new PrefixCache(1 << 20, WIDTH);
    KvCache first = filled(70, 80, 1);
    prefixes.remember(keys(1, 2), 0, first, rows(70));
    KvCache second = KvCache.open(budget, SHAPE, 100);
    float[] rows = new float[99 * WIDTH];

    assertThat(prefixes.restore(keys(1, 3), second, rows)).isEqualTo(64);
    assertThat(second.length()).isEqualTo(64);
    assertThat(rows).startsWith(rows(64)).endsWith(new float[35 * WIDTH]);
    for (int layer = 0; layer < 2; layer++) {
      float[] keys = new float[3 * 64 * 4];
      float[] values = new float[3 * 64 * 4];
      float[] otherKeys = new float[3 * 64 * 4];
      float[] otherValues = new float[3 * 64 * 4];
      first.read(layer, 0, 64, keys, values);
      second.read(layer, 0, 64, otherKeys, otherValues);
      assertThat(otherKeys).isEqualTo(keys);
      assertThat(otherValues).isEqualTo(values);
    }
    second.keys(0)[0] = -1;
    assertThat(prefixes.restore(keys(1, 2), KvCache.open(budget, SHAPE, 64), rows)).isEqualTo(64);
  }

  @Test
  void nothingIsRestoredOverWhatIsThereOrWithoutTheFirstBlock() {
    PrefixCache prefixes = new PrefixCache(1 << 20, WIDTH);
    prefixes.remember(keys(1, 2), 0, filled(64, 64, 1), rows(64));
    assertThat(prefixes.restore(keys(1, 2), filled(1, 100, 2), rows(99))).isZero();
    assertThat(prefixes.restore(keys(2, 2), KvCache.open(budget, SHAPE, 64), rows(64))).isZero();
    List<Digest> secondOnly = List.of(keys(2, 1).getFirst(), keys(1, 2).getLast());
    assertThat(prefixes.restore(secondOnly, KvCache.open(budget, SHAPE, 64), rows(64))).isZero();
  }

  @Test
  void aPromptThatComesInSeveralStepsIsKeptAndRestoredStepByStep() {
    PrefixCache prefixes = new PrefixCache(1 << 20, WIDTH);
    KvCache first = filled(96, 96, 1);
    float[] rows = rows(96);
    prefixes.remember(keys(1, 2), 0, first, rows);
    float[] lastStep = java.util.Arrays.copyOfRange(rows, 64 * WIDTH, 96 * WIDTH);
    prefixes.remember(keys(1, 3), 64, first, lastStep);
    KvCache second = KvCache.open(budget, SHAPE, 96);
    assertThat(prefixes.restore(keys(1, 1), second, new float[32 * WIDTH])).isEqualTo(32);
    float[] restored = new float[64 * WIDTH];
    assertThat(prefixes.restore(keys(1, 3), second, restored)).isEqualTo(64);
    assertThat(restored).endsWith(lastStep);
    assertThat(second.length()).isEqualTo(96);
  }

  @Test
  void theBytesAreBoundedAndWhatWasUsedLastStays() {
    PrefixCache prefixes = new PrefixCache(5 * BLOCK_BYTES, WIDTH);
    prefixes.remember(keys(1, 2), 0, filled(64, 64, 1), rows(64));
    prefixes.remember(keys(2, 2), 0, filled(64, 64, 2), rows(64));
    prefixes.restore(keys(1, 2), KvCache.open(budget, SHAPE, 64), rows(64));
    prefixes.remember(keys(3, 2), 0, filled(64, 64, 3), rows(64));

    assertThat(prefixes.usedBytes()).isEqualTo(5 * BLOCK_BYTES);
    assertThat(prefixes.restore(keys(1, 2), KvCache.open(budget, SHAPE, 64), rows(64)))
        .isEqualTo(64);
    assertThat(prefixes.restore(keys(3, 2), KvCache.open(budget, SHAPE, 64), rows(64)))
        .isEqualTo(64);
    // Of the second prompt the end went first, and the beginning is of use.
    assertThat(prefixes.restore(keys(2, 2), KvCache.open(budget, SHAPE, 64), rows(64)))
        .isEqualTo(32);
    for (int prompt = 4; prompt < 40; prompt++) {
      prefixes.remember(keys(prompt, 1), 0, filled(32, 32, prompt), rows(32));
      assertThat(prefixes.usedBytes()).isLessThanOrEqualTo(5 * BLOCK_BYTES);
    }
  }

  @Test
  void ofAPromptThatIsTooLongTheBeginningIsKept() {
    PrefixCache prefixes = new PrefixCache(BLOCK_BYTES, WIDTH);
    prefixes.remember(keys(1, 2), 0, filled(64, 64, 1), rows(64));
    assertThat(prefixes.usedBytes()).isEqualTo(BLOCK_BYTES);
    prefixes.remember(keys(1, 3), 64, filled(96, 96, 1), rows(32));
    assertThat(prefixes.restore(keys(1, 3), KvCache.open(budget, SHAPE, 96), rows(96)))
        .isEqualTo(32);
  }

  @Test
  void aCacheThatIsTooSmallForAPromptGetsWhatFits() {
    PrefixCache prefixes = new PrefixCache(1 << 20, WIDTH);
    prefixes.remember(keys(1, 2), 0, filled(64, 64, 1), rows(64));
    assertThat(prefixes.restore(keys(1, 2), KvCache.open(budget, SHAPE, 40), rows(64)))
        .isEqualTo(32);
  }

  @Test
  void withoutBytesNothingIsKept() {
    assertThat(new PrefixCache(0, WIDTH).restore(keys(1, 1), filled(0, 64, 1), rows(64))).isZero();
  }
}
