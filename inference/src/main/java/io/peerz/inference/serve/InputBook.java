package io.peerz.inference.serve;

import io.peerz.proof.commit.RowLog;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;

/** What went into a session, and into the chunk under way. Owned by the session's thread. */
final class InputBook {
  /** What went into a chunk: its rows and their leaves, the first of them at {@code posStart}. */
  record Inputs(int posStart, List<Digest> leaves, List<byte[]> rows) {
    Inputs {
      leaves = List.copyOf(leaves);
      rows = List.copyOf(rows);
    }
  }

  private final RowLog session = new RowLog();
  private final List<Digest> leaves = new ArrayList<>();
  private final List<byte[]> rows = new ArrayList<>();

  /**
   * @param leaf of the row, as its sender may have needed it before
   */
  void append(byte[] row, Digest leaf) {
    session.appendLeaf(leaf);
    leaves.add(leaf);
    rows.add(row);
  }

  /** Root over all rows of the session. */
  Digest root() {
    return session.root();
  }

  /** Closes the chunk that began at a position. */
  Inputs take(int posStart) {
    Inputs taken = new Inputs(posStart, leaves, rows);
    leaves.clear();
    rows.clear();
    return taken;
  }
}
