package io.peerz.finetune.market;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The order in which a round's units are merged, as the contract draws it: nobody knows it before
 * the updates are fixed.
 */
public final class MergeOrder {
  private MergeOrder() {}

  /**
   * Fisher and Yates from the end: place i swaps with keccak(abi.encode(seed, jobId, round, i)) mod
   * (i + 1).
   *
   * @param units numbers of the revealed units, ascending
   */
  public static List<Integer> of(List<Integer> units, Digest seed, Digest jobId, int round) {
    List<Integer> order = new ArrayList<>(units);
    for (int i = order.size() - 1; i > 0; i--) {
      Digest draw = new AbiWriter(4).digest(seed).digest(jobId).uint(round).uint(i).hash();
      Collections.swap(order, i, below(draw, i + 1));
    }
    return List.copyOf(order);
  }

  private static int below(Digest draw, int bound) {
    return new BigInteger(1, draw.bytes()).mod(BigInteger.valueOf(bound)).intValue();
  }
}
