package io.peerz.devnet.court;

import io.peerz.audit.dispute.Prosecution;
import io.peerz.audit.dispute.ShardTrace;
import io.peerz.audit.replay.Evidence;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.evidence.Work;
import io.peerz.inference.model.Quantisation;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.court.Case;
import io.peerz.ledger.court.CourtDesk;
import io.peerz.ledger.court.CourtReader;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import java.util.List;

/**
 * Disputes true receipts of a first shard. Its own pass is with rounded weights, so that it finds a
 * difference at the first product; its proof can only be made of the registered ones.
 */
final class Griefer {
  private final CourtReader court;
  private final CourtDesk desk;
  private final TransactionSender sender;
  private final ModelFolder model;

  Griefer(ChainClient chain, TransactionSender sender, ModelFolder model) {
    this.court = new CourtReader(chain);
    this.desk = new CourtDesk(chain, sender);
    this.sender = sender;
    this.model = model;
  }

  Digest accuse(Work work, Digest subject) {
    desk.open(work.receipt(), work.chunk().signed().nodeSig(), subject);
    return court.idOf(subject, sender.address());
  }

  /** Makes the move that is due at this stage. */
  void move(Digest dispute, Work work) {
    Case at = court.find(dispute);
    Prosecution prosecution = prosecution(work);
    List<Digest> shown = court.lastShown(dispute);
    switch (at.stage()) {
      case PICK -> desk.pick(at, shown, prosecution.pick(at.lo(), at.hi(), shown));
      case CHOOSE -> desk.pickRow(at, shown, prosecution.pickRow(at.lo(), shown));
      case COMPUTE -> {
        byte[] row = court.rowShown(dispute).orElseThrow();
        int index = 0;
        while (!nameOf(row, index).equals(at.shown())) {
          index++;
        }
        desk.computeElement(at, work.receipt(), index, prosecution.prove(at.lo(), index, row));
      }
      default -> throw new IllegalStateException("not the griefer's move: " + at.stage());
    }
  }

  private static Digest nameOf(byte[] row, int index) {
    return new AbiWriter(2).digest(RowTree.leafOf(row)).uint(index).hash();
  }

  private Prosecution prosecution(Work work) {
    InferenceReceipt r = work.receipt();
    try (ExactEngine honest = engine(model, r);
        ExactEngine rounded = engine(model.rounded(Quantisation.Q8), r)) {
      return new Prosecution(
          ShardTrace.of(rounded, honest, Evidence.of(work)), model, r.layerStart(), r.layerEnd());
    }
  }

  private static ExactEngine engine(ModelFolder weights, InferenceReceipt r) {
    return new ExactEngine(
        weights.loadLayers(r.layerStart(), r.layerEnd()), new EngineConfig(1, 64L << 20, 512));
  }
}
