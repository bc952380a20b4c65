package io.peerz.finetune.credit;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/**
 * The order in which units join, drawn from the round's seed: nobody knows it before the updates
 * are fixed.
 */
public final class UnitOrder {
  private UnitOrder() {}

  /**
   * A permutation of {@code 0..units-1} by Fisher and Yates; draw k is keccak(seed ‖ k as four
   * bytes) mod (k + 1).
   */
  public static int[] draw(Digest seed, int units) {
    int[] order = IntStream.range(0, units).toArray();
    for (int k = units - 1; k > 0; k--) {
      int other = below(seed, k, k + 1);
      int swapped = order[k];
      order[k] = order[other];
      order[other] = swapped;
    }
    return order;
  }

  private static int below(Digest seed, int counter, int bound) {
    byte[] count = ByteBuffer.allocate(Integer.BYTES).putInt(counter).array();
    BigInteger drawn = new BigInteger(1, Keccak.hash(seed.bytes(), count).bytes());
    return drawn.mod(BigInteger.valueOf(bound)).intValue();
  }

  /** The same units from last to first. */
  public static int[] reversed(int[] order) {
    return IntStream.range(0, order.length).map(k -> order[order.length - 1 - k]).toArray();
  }
}
