package io.peerz.proof.commit;

import io.peerz.proof.id.Digest;
import java.util.Objects;

/** A sibling on the way from a leaf to the root of a sum tree, and the side it stands on. */
public record SumNode(Digest hash, MacSums sums, boolean isLeft) {
  public SumNode {
    Objects.requireNonNull(hash);
    Objects.requireNonNull(sums);
  }
}
