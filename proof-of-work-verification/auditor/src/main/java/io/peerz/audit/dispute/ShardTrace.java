package io.peerz.audit.dispute;

import io.peerz.audit.replay.Evidence;
import io.peerz.audit.replay.InputRows;
import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.evidence.Work;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.dispute.TraceChain;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One pass of a shard over the chunk of a receipt: the chunk's rows after every step, and the chain
 * of digests over them. Of a shard with the head the last step, the drawing of tokens, has a root
 * only.
 */
public final class ShardTrace {
  private final List<List<byte[]>> rows;
  private final List<Digest> digests = new ArrayList<>();
  private final List<Digest> roots = new ArrayList<>();

  private ShardTrace(Digest inDigest, List<List<byte[]>> rows, Optional<Digest> drawn) {
    this.rows = rows;
    digests.add(TraceChain.start(inDigest));
    rows.forEach(made -> append(RowTree.rootOf(made)));
    drawn.ifPresent(this::append);
  }

  private void append(Digest root) {
    roots.add(root);
    digests.add(TraceChain.next(digests.getLast(), root));
  }

  /** Computes the session until the end of the receipt's chunk. Blocking and computing. */
  public static ShardTrace of(ExactEngine engine, Evidence evidence) {
    return of(engine, engine, evidence);
  }

  /**
   * As {@link #of(ExactEngine, Evidence)}, with another engine for the embedding of tokens: a lie
   * about the layers alone.
   */
  public static ShardTrace of(ExactEngine engine, ExactEngine embedder, Evidence evidence) {
    return new ShardTrace(
        evidence.receipt().inDigest(),
        passed(engine, embedder, evidence, Optional.empty()),
        Optional.empty());
  }

  /**
   * The pass behind work that a node kept.
   *
   * @param adapter what the session ran through beside the base
   */
  public static ShardTrace of(ExactEngine engine, Work work, Optional<ShardAdapter> adapter) {
    Optional<Digest> drawn =
        work.receipt().headIncluded() ? Optional.of(work.chunk().outputRoot()) : Optional.empty();
    return new ShardTrace(
        work.receipt().inDigest(), passed(engine, engine, Evidence.of(work), adapter), drawn);
  }

  private static List<List<byte[]>> passed(
      ExactEngine engine, ExactEngine embedder, Evidence evidence, Optional<ShardAdapter> adapter) {
    int positions = evidence.inputRows().size();
    int layers = engine.layerEnd() - engine.layerStart();
    Recorder recorder =
        new Recorder(layers, Math.toIntExact(evidence.receipt().posStart()), positions);
    float[] input = InputRows.toFloats(embedder, evidence.inputRows());
    try (KvCache cache = engine.openCache(positions)) {
      engine.trace(new Segment(cache, input, positions, adapter), recorder::made);
    }
    return recorder.rows;
  }

  /** The same pass with other rows after one step, as somebody claims them. */
  public ShardTrace claiming(Digest inDigest, int step, List<byte[]> claimed) {
    List<List<byte[]>> changed = new ArrayList<>(rows);
    changed.set(step, List.copyOf(claimed));
    return new ShardTrace(inDigest, changed, Optional.empty());
  }

  public int steps() {
    return roots.size();
  }

  /** The digest before a step; after the last for {@code steps()}. */
  public Digest digestBefore(int step) {
    return digests.get(step);
  }

  public Digest root(int step) {
    return roots.get(step);
  }

  /** The chunk's rows after a step of a layer. */
  public List<byte[]> rows(int step) {
    return List.copyOf(rows.get(step));
  }

  /** Digests at the inner boundaries of {@code [lo, hi)}: one move of the defendant. */
  public List<Digest> split(int lo, int hi) {
    List<Digest> inner = new ArrayList<>();
    for (int part = 1; part < TraceChain.parts(lo, hi); part++) {
      inner.add(digestBefore(TraceChain.boundary(lo, hi, part)));
    }
    return inner;
  }

  /** Keeps the rows from one position on; tiles come layer by layer, in order of positions. */
  private static final class Recorder {
    private final int from;
    private final int positions;
    private final int[] seen;
    private final List<List<byte[]>> rows = new ArrayList<>();

    Recorder(int layers, int from, int positions) {
      this.from = from;
      this.positions = positions;
      this.seen = new int[layers * TraceChain.STEPS];
      for (int step = 0; step < seen.length; step++) {
        rows.add(new ArrayList<>(positions - from));
      }
    }

    void made(int layer, int step, float[] values, int width, int count) {
      int index = layer * TraceChain.STEPS + step;
      for (int row = 0; row < count && seen[index] < positions; row++) {
        if (seen[index]++ >= from) {
          rows.get(index).add(RowTree.rowOf(values, row * width, width));
        }
      }
    }
  }
}
