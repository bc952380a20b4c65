package io.peerz.audit.dispute;

import io.peerz.inference.evidence.Work;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.dispute.LinearStep;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.util.List;

/**
 * The defendant's moves, from its own pass over what it kept. Nothing but the work is remembered:
 * each move follows from where the dispute stands.
 */
public final class Defence {
  private final ShardTrace trace;
  private final Work work;
  private final Geometry geometry;

  public Defence(ShardTrace trace, Work work, Geometry geometry) {
    this.trace = trace;
    this.work = work;
    this.geometry = geometry;
  }

  /** The first move: what opens the output commitment, and the first split. */
  public record Answer(Digest salt, Digest outputRoot, Digest beforeLast, List<Digest> digests) {}

  /** What a step made; no row hashes where the court cannot compute the step. */
  public record Leaf(Digest root, List<Digest> rowHashes) {}

  public Work work() {
    return work;
  }

  /** Whether this node's own pass gives what it signed; if not there is nothing to defend. */
  public boolean holds() {
    return trace.root(trace.steps() - 1).equals(work.chunk().outputRoot());
  }

  public Answer answer() {
    int last = trace.steps() - 1;
    return new Answer(
        work.chunk().salt(),
        work.chunk().outputRoot(),
        trace.digestBefore(last),
        trace.split(0, trace.steps()));
  }

  public List<Digest> split(int lo, int hi) {
    return trace.split(lo, hi);
  }

  public Leaf leaf(int step) {
    return new Leaf(
        trace.root(step), isComputable(step) ? RowTree.leaves(trace.rows(step)) : List.of());
  }

  /**
   * The number of the row whose hash and number the challenger named.
   *
   * @param shown as the court keeps it: {@code keccak(abi.encode(leaf, index))}
   */
  public int rowIndex(int step, Digest shown) {
    List<Digest> leaves = RowTree.leaves(trace.rows(step));
    for (int index = 0; index < leaves.size(); index++) {
      if (new AbiWriter(2).digest(leaves.get(index)).uint(index).hash().equals(shown)) {
        return index;
      }
    }
    throw new PeerzException(
        ErrorCode.BAD_PROOF, "the challenger asked for a row that step " + step + " does not have");
  }

  public byte[] row(int step, int index) {
    return trace.rows(step).get(index);
  }

  private boolean isComputable(int step) {
    int layers = work.receipt().layerEnd() - work.receipt().layerStart();
    return LinearStep.isSettledOnChain(step, layers, work.receipt().tokens(), geometry);
  }
}
