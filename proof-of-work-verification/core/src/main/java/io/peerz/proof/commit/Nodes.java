package io.peerz.proof.commit;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;

/** Leaf and inner hashes of the row trees; the tags keep a leaf from passing for an inner node. */
final class Nodes {
  private static final byte[] LEAF = {0};
  private static final byte[] INNER = {1};

  private Nodes() {}

  static Digest leaf(byte[] row) {
    return Keccak.hash(LEAF, row);
  }

  static Digest inner(Digest left, Digest right) {
    return Keccak.hash(INNER, left.bytes(), right.bytes());
  }
}
