package io.peerz.finetune.duty;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** Slices drawn by a seed that nobody chose: everybody draws the same. */
final class SliceChoice {
  private SliceChoice() {}

  /** {@code count} different numbers below {@code slices}, ascending. */
  static List<Integer> draw(Digest seed, int count, int slices) {
    return IntStream.of(shuffled(seed, slices)).limit(count).sorted().boxed().toList();
  }

  /** Fisher and Yates; draw k is keccak(seed ‖ k as four bytes) mod (k + 1). */
  private static int[] shuffled(Digest seed, int slices) {
    int[] order = IntStream.range(0, slices).toArray();
    for (int k = slices - 1; k > 0; k--) {
      int other = below(seed, k, k + 1);
      int swapped = order[k];
      order[k] = order[other];
      order[other] = swapped;
    }
    return order;
  }

  private static int below(Digest seed, int counter, int bound) {
    byte[] count = ByteBuffer.allocate(Integer.BYTES).putInt(counter).array();
    return new BigInteger(1, Keccak.hash(seed.bytes(), count).bytes())
        .mod(BigInteger.valueOf(bound))
        .intValue();
  }
}
