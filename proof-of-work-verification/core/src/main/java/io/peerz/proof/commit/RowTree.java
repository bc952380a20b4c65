package io.peerz.proof.commit;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Merkle root over rows of activations, one leaf per token: leaf keccak(0x00 ‖ row), inner node
 * keccak(0x01 ‖ left ‖ right), the odd last node of a level is promoted unchanged.
 */
public final class RowTree {
  private RowTree() {}

  /** Root of at least one row. */
  public static Digest rootOf(List<byte[]> rows) {
    return rootOfLeaves(leaves(rows));
  }

  /** The leaf of one row: who knows the leaves can check a root without the rows. */
  public static Digest leafOf(byte[] row) {
    return Nodes.leaf(row);
  }

  /** Root of at least one leaf. */
  public static Digest rootOfLeaves(List<Digest> leaves) {
    Require.that(!leaves.isEmpty(), BAD_REQUEST, "no rows to commit to");
    List<Digest> level = leaves;
    while (level.size() > 1) {
      level = parents(level);
    }
    return level.getFirst();
  }

  /** Siblings on the way from the row at {@code index} to the root; none where it is promoted. */
  public static List<Digest> pathTo(List<byte[]> rows, int index) {
    Require.range(BAD_REQUEST, "row", index, 0, rows.size() - 1L);
    List<Digest> path = new ArrayList<>();
    int at = index;
    for (List<Digest> level = leaves(rows); level.size() > 1; level = parents(level)) {
      int sibling = at ^ 1;
      if (sibling < level.size()) {
        path.add(level.get(sibling));
      }
      at /= 2;
    }
    return path;
  }

  /** Hashes of the rows: what a dispute shows before any row. */
  public static List<Digest> leaves(List<byte[]> rows) {
    return rows.stream().map(Nodes::leaf).toList();
  }

  /** {@code length} floats from {@code offset} as little-endian bytes, bit for bit. */
  public static byte[] rowOf(float[] values, int offset, int length) {
    ByteBuffer row = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    row.asFloatBuffer().put(values, offset, length);
    return row.array();
  }

  /** keccak(salt ‖ root): a commitment that an auditor cannot copy before the salt is revealed. */
  public static Digest salted(Digest salt, Digest root) {
    return Keccak.hash(salt.bytes(), root.bytes());
  }

  private static List<Digest> parents(List<Digest> level) {
    List<Digest> parents = new ArrayList<>((level.size() + 1) / 2);
    for (int i = 0; i + 1 < level.size(); i += 2) {
      parents.add(Nodes.inner(level.get(i), level.get(i + 1)));
    }
    if (level.size() % 2 == 1) {
      parents.add(level.getLast());
    }
    return parents;
  }
}
