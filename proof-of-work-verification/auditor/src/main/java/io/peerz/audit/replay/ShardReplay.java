package io.peerz.audit.replay;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.proof.commit.RowLog;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Replays a chunk of a layer range with the reproducible engine. The same input gives the same bits
 * on every machine, so the comparison is an equality and one false bit convicts. Decoded tokens are
 * replayed as one prefill, which gives the same bits too. Blocking and computing.
 *
 * <p>A shard with the head returns sampled tokens, which need the session's sampling parameters as
 * well; it is not replayed here.
 */
public final class ShardReplay {
  private final ShardEngine engine;

  /** The engine holds the layers of the receipts that are to be replayed. */
  public ShardReplay(ShardEngine engine) {
    Require.that(
        !engine.hasHead(), ErrorCode.BAD_REQUEST, "a shard with the head cannot be replayed yet");
    this.engine = engine;
  }

  public Verdict replay(Evidence evidence) {
    InferenceReceipt receipt = evidence.receipt();
    requireExact(receipt);
    requireSameLayers(receipt);
    if (!inputDigest(evidence.inputRows()).equals(receipt.inDigest())) {
      return Verdict.OTHER_INPUT;
    }
    if (!cost(receipt).equals(receipt.macs())) {
      return Verdict.FALSE_COST;
    }
    Digest output = RowTree.salted(evidence.salt(), RowTree.rootOf(outputRows(evidence)));
    return output.equals(receipt.outCommit()) ? Verdict.TRUE : Verdict.FALSE_OUTPUT;
  }

  private void requireExact(InferenceReceipt receipt) {
    Require.that(
        receipt.profile() == 0 && engine.geometry().isExact(),
        ErrorCode.BAD_REQUEST,
        "results within a tolerance differ between honest machines; such a receipt proves nothing");
  }

  private void requireSameLayers(InferenceReceipt receipt) {
    Require.that(
        receipt.layerStart() == engine.layerStart() && receipt.layerEnd() == engine.layerEnd(),
        ErrorCode.BAD_REQUEST,
        "the receipt is about layers %d:%d, this engine holds %d:%d"
            .formatted(
                receipt.layerStart(), receipt.layerEnd(), engine.layerStart(), engine.layerEnd()));
  }

  private static Digest inputDigest(List<byte[]> rows) {
    RowLog log = new RowLog();
    rows.forEach(log::append);
    return log.root();
  }

  private BigInteger cost(InferenceReceipt receipt) {
    return BigInteger.valueOf(
        MacFormula.forward(
            engine.geometry(),
            receipt.layerStart(),
            receipt.layerEnd(),
            Math.toIntExact(receipt.posStart()),
            Math.toIntExact(receipt.tokens()),
            false));
  }

  /** The chunk's rows of the shard's output, from a prefill of the whole session until there. */
  private List<byte[]> outputRows(Evidence evidence) {
    int positions = evidence.inputRows().size();
    int from = Math.toIntExact(evidence.receipt().posStart());
    Require.that(
        from + evidence.receipt().tokens() == positions,
        ErrorCode.BAD_REQUEST,
        "the evidence must end where the receipt's chunk ends");
    float[] rows = InputRows.toFloats(engine, evidence.inputRows());
    try (KvCache cache = engine.openCache(positions)) {
      engine.forward(List.of(new Segment(cache, rows, positions)));
    }
    int width = engine.geometry().dModel();
    List<byte[]> chunk = new ArrayList<>(positions - from);
    for (int position = from; position < positions; position++) {
      chunk.add(RowTree.rowOf(rows, position * width, width));
    }
    return chunk;
  }
}
