package io.peerz.audit.dispute;

import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.WeightProof;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.dispute.DotEvidence;
import io.peerz.proof.dispute.LinearStep;
import io.peerz.proof.dispute.TraceChain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Hex;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The challenger's moves, from its own pass over the same input with the registered weights. */
public final class Prosecution {
  private final ShardTrace mine;
  private final ModelFolder model;
  private final int layerStart;
  private final int layers;

  public Prosecution(ShardTrace mine, ModelFolder model, int layerStart, int layerEnd) {
    this.mine = mine;
    this.model = model;
    this.layerStart = layerStart;
    this.layers = layerEnd - layerStart;
  }

  /** The first part of {@code [lo, hi)} whose end differs. */
  public int pick(int lo, int hi, List<Digest> shown) {
    for (int part = 0; part < shown.size(); part++) {
      int end = TraceChain.boundary(lo, hi, part + 1);
      if (!mine.digestBefore(end).equals(shown.get(part))) {
        return part;
      }
    }
    return shown.size();
  }

  /** The first row whose hash differs. */
  public int pickRow(int step, List<Digest> shown) {
    return firstDifference(RowTree.leaves(mine.rows(step)), shown);
  }

  /** Whether the step of a chunk can be settled by arithmetic. */
  public boolean isSettledOnChain(int step, long tokens) {
    return LinearStep.isSettledOnChain(step, layers, tokens, geometry());
  }

  /** All that shows that the first differing element of the shown row is false. */
  public DotEvidence prove(int step, int row, byte[] shown) {
    LinearStep linear = LinearStep.at(step, layers, geometry()).orElseThrow();
    int column = Arrays.mismatch(mine.rows(step).get(row), shown) / Float.BYTES;
    int source = step - linear.back();
    WeightProof weight =
        model.proveRow(layerStart + step / TraceChain.STEPS, linear.tensor(), column);
    return new DotEvidence(
        shown,
        column,
        new DotEvidence.Trace(
            mine.digestBefore(source), IntStream.range(source, step).mapToObj(mine::root).toList()),
        mine.rows(source).get(row),
        RowTree.pathTo(mine.rows(source), row),
        new DotEvidence.Weight(
            Hex.encode(weight.row().toByteArray()),
            weight.rowPath(),
            weight.tensorIndex(),
            weight.tensorCount(),
            weight.tensorPath(),
            weight.layerPath()));
  }

  private Geometry geometry() {
    return model.config().geometry();
  }

  private static int firstDifference(List<Digest> mine, List<Digest> shown) {
    for (int i = 0; i < Math.min(mine.size(), shown.size()); i++) {
      if (!mine.get(i).equals(shown.get(i))) {
        return i;
      }
    }
    throw new PeerzException(ErrorCode.BAD_REQUEST, "the rows do not differ; there is no dispute");
  }
}
