package io.peerz.proof.commit;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An append-only commitment to rows (a Merkle mountain range). It keeps only its peaks, one perfect
 * tree per set bit of the size, so a session of any length costs a few hashes of memory.
 *
 * <p>root = keccak(0x02 ‖ size as 8 big-endian bytes ‖ peaks, largest first). Owned by one thread.
 */
public final class RowLog {
  private static final byte[] ROOT = {2};

  private final List<Digest> peaks;
  private long size;

  public RowLog() {
    this(new ArrayList<>(), 0);
  }

  private RowLog(List<Digest> peaks, long size) {
    this.peaks = peaks;
    this.size = size;
  }

  /** An independent log that continues from here. */
  public RowLog copy() {
    return new RowLog(new ArrayList<>(peaks), size);
  }

  public void append(byte[] row) {
    appendLeaf(Nodes.leaf(row));
  }

  /** The same for a row that is known by {@link RowTree#leafOf} only. */
  public void appendLeaf(Digest leaf) {
    Digest node = leaf;
    // Each trailing one bit of the old size is a peak as tall as the new node: they merge.
    for (long carry = size; (carry & 1) == 1; carry >>>= 1) {
      node = Nodes.inner(peaks.removeLast(), node);
    }
    peaks.add(node);
    size++;
  }

  public Digest root() {
    byte[][] parts = new byte[peaks.size() + 2][];
    parts[0] = ROOT;
    parts[1] = ByteBuffer.allocate(Long.BYTES).putLong(size).array();
    for (int i = 0; i < peaks.size(); i++) {
      parts[i + 2] = peaks.get(i).bytes();
    }
    return Keccak.hash(parts);
  }

  /** Rows appended so far. */
  public long size() {
    return size;
  }
}
