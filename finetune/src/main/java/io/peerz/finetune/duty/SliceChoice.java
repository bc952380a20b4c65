package io.peerz.finetune.duty;

import io.peerz.finetune.credit.UnitOrder;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.stream.IntStream;

/** Slices drawn by a seed that nobody chose: everybody draws the same. */
final class SliceChoice {
  private SliceChoice() {}

  /** {@code count} different numbers below {@code slices}, ascending. */
  static List<Integer> draw(Digest seed, int count, int slices) {
    return IntStream.of(UnitOrder.draw(seed, slices)).limit(count).sorted().boxed().toList();
  }
}
