package io.peerz.node.court;

import io.peerz.audit.replay.Evidence;
import io.peerz.audit.replay.ShardReplay;
import io.peerz.audit.replay.Verdict;
import io.peerz.inference.evidence.RemoteWork;
import io.peerz.inference.evidence.Work;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.ledger.audit.AuditDesk;
import io.peerz.ledger.audit.OpenBatch;
import io.peerz.ledger.audit.Question;
import io.peerz.ledger.claim.BatchStatus;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.node.log.OperatorLog;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Asks about drawn batches and computes again what nodes show. Each look does what is due for each
 * batch as the chain has it; only what needs no further look is remembered. Blocking and computing;
 * one thread.
 */
final class BatchAudit {
  private final AuditDesk desk;
  private final BatchLottery lottery;
  private final NodeDirectory nodes;
  private final RemoteWork remote;
  private final ReplayEngines engines;
  private final Prosecutor prosecutor;
  private final OperatorLog log;
  private final int samples;
  private final Set<Digest> done = new HashSet<>();

  BatchAudit(
      AuditDesk desk,
      BatchLottery lottery,
      NodeDirectory nodes,
      RemoteWork remote,
      ReplayEngines engines,
      Prosecutor prosecutor,
      OperatorLog log) {
    this.desk = desk;
    this.lottery = lottery;
    this.nodes = nodes;
    this.remote = remote;
    this.engines = engines;
    this.prosecutor = prosecutor;
    this.log = log;
    this.samples = desk.samples();
  }

  BigInteger bondWei() {
    return desk.bondWei();
  }

  void look() {
    for (OpenBatch batch : desk.batches()) {
      if (!done.contains(batch.batchId()) && isDone(batch)) {
        done.add(batch.batchId());
      }
    }
  }

  /** One node that hides must not keep the others from being looked at. */
  private boolean isDone(OpenBatch batch) {
    try {
      return !lottery.draws(batch.batchId()) || advance(batch);
    } catch (PeerzException e) {
      log.audited(batch.nodeId(), batch.batchId(), "waits: " + e.getMessage());
      return false;
    }
  }

  /** Does what is due about a batch; returns whether that was the last. */
  private boolean advance(OpenBatch batch) {
    long windowEnd = desk.windowEndSeconds(batch.epoch());
    if (windowEnd == 0) {
      desk.sealFor(batch.epoch());
      return false;
    }
    int sample = lottery.sample(batch.batchId(), samples);
    Question question = desk.question(batch.batchId(), sample);
    if (question.answered()) {
      return check(batch, sample, windowEnd);
    }
    long now = desk.nowSeconds();
    if (question.isOverdue(now)) {
      desk.endUnanswered(batch.batchId(), sample);
      log.audited(batch.nodeId(), batch.batchId(), "silent about its batch, which is void");
      return true;
    }
    return !question.wasAsked() && ask(batch, sample, now > windowEnd);
  }

  private boolean ask(OpenBatch batch, int sample, boolean late) {
    BatchStatus status = desk.status(batch.batchId());
    if (late || (status != BatchStatus.COMMITTED && status != BatchStatus.CHALLENGED)) {
      return true;
    }
    log.asks(batch.nodeId(), batch.epoch(), sample);
    desk.ask(batch.batchId(), sample);
    return false;
  }

  /** Fetches what the node kept and computes it again. A node that hides is asked until the end. */
  private boolean check(OpenBatch batch, int sample, long windowEnd) {
    Optional<Digest> shown = desk.shown(batch.batchId(), sample);
    Optional<RegisteredNode> node = nodes.byId(batch.nodeId());
    if (desk.nowSeconds() > windowEnd || shown.isEmpty() || node.isEmpty()) {
      return true;
    }
    Digest receipt = shown.get();
    Optional<Work> work = remote.work(addressOf(node.get()), receipt);
    if (work.isEmpty()) {
      throw new PeerzException(
          ErrorCode.PEER_MISBEHAVED,
          "node %s does not show what receipt %s was computed from"
              .formatted(batch.nodeId().shortHex(), receipt.shortHex()));
    }
    judge(batch.nodeId(), receipt, work.get());
    return true;
  }

  private void judge(Digest nodeId, Digest receipt, Work work) {
    Optional<String> obstacle = obstacle(work);
    if (obstacle.isPresent()) {
      log.audited(nodeId, receipt, "not computed again: " + obstacle.get());
      return;
    }
    Verdict verdict =
        engines.with(work.receipt(), engine -> new ShardReplay(engine).replay(Evidence.of(work)));
    log.audited(nodeId, receipt, verdict == Verdict.TRUE ? "true" : verdict + ", to the court");
    if (verdict != Verdict.TRUE) {
      prosecutor.accuse(receipt, work);
    }
  }

  private Optional<String> obstacle(Work work) {
    if (!engines.know(work.receipt())) {
      return Optional.of("it is about another model");
    }
    if (work.receipt().headIncluded()) {
      return Optional.of("drawing tokens needs the sampling parameters");
    }
    return work.chunk().adapter().map(adapter -> "it went through an adapter");
  }

  private static NodeAddress addressOf(RegisteredNode node) {
    return new NodeAddress(node.endpoint().host(), node.endpoint().port(), node.spkiHash());
  }
}
