package io.peerz.proof.commit;

import static io.peerz.proof.error.ErrorCode.BAD_PROOF;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.Objects;

/** A sibling on the way from a leaf to the root of a sum tree, and the side it stands on. */
public record SumNode(Digest hash, BigInteger macs, boolean isLeft) {
  public SumNode {
    Objects.requireNonNull(hash);
    Require.uint(BAD_PROOF, "sibling macs", macs, 128);
  }
}
