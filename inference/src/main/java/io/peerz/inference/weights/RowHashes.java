package io.peerz.inference.weights;

import io.peerz.proof.id.Digest;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * A tree over the rows of a stored tensor: leaf sha256(0x00 ‖ row), node sha256(0x01 ‖ left ‖
 * right), the odd last node of a level is promoted unchanged.
 */
final class RowHashes {
  private static final byte LEAF = 0;
  private static final byte[] INNER = {1};

  private final List<List<byte[]>> levels = new ArrayList<>();

  private RowHashes(List<byte[]> leaves) {
    levels.add(leaves);
    while (levels.getLast().size() > 1) {
      levels.add(parents(levels.getLast()));
    }
  }

  /** Hashes equally long rows. */
  static RowHashes of(MemorySegment tensor, int rows) {
    long rowBytes = tensor.byteSize() / rows;
    MessageDigest sha = Sha256.digest();
    List<byte[]> leaves = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      sha.update(LEAF);
      sha.update(tensor.asSlice(row * rowBytes, rowBytes).asByteBuffer());
      leaves.add(sha.digest());
    }
    return new RowHashes(leaves);
  }

  byte[] root() {
    return levels.getLast().getFirst();
  }

  /** Siblings from a row's leaf to the root. */
  List<Digest> pathTo(int row) {
    List<Digest> path = new ArrayList<>();
    int index = row;
    for (List<byte[]> level : levels) {
      int sibling = index ^ 1;
      if (sibling < level.size()) {
        path.add(Digest.of(level.get(sibling)));
      }
      index /= 2;
    }
    return path;
  }

  private static List<byte[]> parents(List<byte[]> level) {
    List<byte[]> parents = new ArrayList<>((level.size() + 1) / 2);
    for (int i = 0; i + 1 < level.size(); i += 2) {
      parents.add(Sha256.hash(INNER, level.get(i), level.get(i + 1)));
    }
    if (level.size() % 2 == 1) {
      parents.add(level.getLast());
    }
    return parents;
  }
}
