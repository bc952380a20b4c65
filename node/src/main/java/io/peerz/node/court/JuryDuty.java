package io.peerz.node.court;

import io.peerz.inference.evidence.RemoteWork;
import io.peerz.inference.evidence.Work;
import io.peerz.inference.serve.AdapterSource;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.ledger.court.Case;
import io.peerz.ledger.court.CourtReader;
import io.peerz.ledger.court.JuryBench;
import io.peerz.ledger.court.JuryCall;
import io.peerz.ledger.finetune.CommitteeTask;
import io.peerz.ledger.finetune.SeatReport;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.proof.dispute.TraceChain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.sign.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fills the jury seats that a node was drawn for: fetches what the accused kept, computes the
 * disputed step, commits and reveals its root. Blocking and computing; one thread.
 *
 * <p>Who hides its work from the jury is found guilty: towards the end of the time to commit, a
 * juror without evidence votes for no root at all. What a juror cannot compute - the drawing of
 * tokens, another model, a unit of training - it decides for the accused, so that nobody can make
 * jurors lose their bonds by asking what they cannot answer.
 */
final class JuryDuty {
  private static final Digest WITHHELD = Digest.ZERO;

  private final Digest nodeId;
  private final SigningKey signer;
  private final CourtReader court;
  private final JuryBench bench;
  private final NodeDirectory nodes;
  private final RemoteWork remote;
  private final ReplayEngines engines;
  private final AdapterSource adapters;
  private final Map<Digest, Digest> found = new HashMap<>();
  private final Set<Digest> done = new HashSet<>();

  JuryDuty(
      Digest nodeId,
      SigningKey signer,
      CourtReader court,
      JuryBench bench,
      NodeDirectory nodes,
      RemoteWork remote,
      ReplayEngines engines,
      AdapterSource adapters) {
    this.nodeId = nodeId;
    this.signer = signer;
    this.court = court;
    this.bench = bench;
    this.nodes = nodes;
    this.remote = remote;
    this.engines = engines;
    this.adapters = adapters;
  }

  /** Does what is due at each of this node's seats. */
  void look() {
    for (JuryCall call : bench.calls()) {
      if (!done.contains(call.taskId())) {
        sit(call);
      }
    }
  }

  private void sit(JuryCall call) {
    CommitteeTask task = bench.task(call.taskId());
    List<CommitteeTask.Seat> mine =
        task.seats().stream().filter(seat -> seat.evaluator().equals(nodeId)).toList();
    switch (task.status()) {
      case DRAWN -> mine.forEach(seat -> sit(call, task, seat));
      case AGREED, FAILED -> {
        mine.stream()
            .filter(seat -> seat.resultHash().equals(task.resultHash()) && !seat.paid())
            .filter(seat -> task.status() == CommitteeTask.Status.AGREED)
            .forEach(seat -> bench.claimFee(call.taskId(), seat.seat()));
        done.add(call.taskId());
      }
      default -> {}
    }
  }

  private void sit(JuryCall call, CommitteeTask task, CommitteeTask.Seat seat) {
    long now = bench.nowSeconds();
    if (!seat.committed() && now < task.commitBySeconds()) {
      vote(call, task.commitBySeconds() - now)
          .ifPresent(
              report -> bench.commit(call.taskId(), seat.seat(), nodeId, report, salt(call, seat)));
    } else if (seat.committed() && !seat.revealed() && mayReveal(task, now)) {
      reveal(call, seat);
    }
  }

  private static boolean mayReveal(CommitteeTask task, long now) {
    boolean allCommitted = task.seats().stream().allMatch(CommitteeTask.Seat::committed);
    return (allCommitted || now >= task.commitBySeconds()) && now < task.revealBySeconds();
  }

  /** After a restart it is not known which vote was committed: the other one is refused. */
  private void reveal(JuryCall call, CommitteeTask.Seat seat) {
    List<SeatReport> candidates = new ArrayList<>();
    vote(call, Long.MAX_VALUE).ifPresent(candidates::add);
    candidates.add(report(WITHHELD));
    for (SeatReport candidate : candidates) {
      try {
        bench.reveal(call.taskId(), seat.seat(), candidate, salt(call, seat));
        return;
      } catch (PeerzException e) {
        if (e.code() != ErrorCode.TRANSACTION_REVERTED) {
          throw e;
        }
      }
    }
  }

  private Optional<SeatReport> vote(JuryCall call, long leftSeconds) {
    Case at = court.find(call.disputeId());
    if (at.isUnit()) {
      return Optional.of(new SeatReport(List.of(0L), List.of(), Digest.ZERO));
    }
    Digest root = found.get(call.disputeId());
    if (root == null) {
      Optional<Digest> computed = compute(call, at);
      if (computed.isEmpty()) {
        return leftSeconds < court.moveSeconds() ? Optional.of(report(WITHHELD)) : Optional.empty();
      }
      root = computed.get();
      found.put(call.disputeId(), root);
    }
    return Optional.of(report(root));
  }

  private static SeatReport report(Digest root) {
    return new SeatReport(List.of(), List.of(), root);
  }

  private Optional<Digest> compute(JuryCall call, Case at) {
    try {
      return nodes
          .byId(at.nodeId())
          .map(n -> new NodeAddress(n.endpoint().host(), n.endpoint().port(), n.spkiHash()))
          .flatMap(address -> remote.work(address, at.subject()))
          .map(work -> rootOf(call, work));
    } catch (PeerzException hides) {
      return Optional.empty();
    }
  }

  private Digest rootOf(JuryCall call, Work work) {
    InferenceReceipt receipt = work.receipt();
    int steps = (receipt.layerEnd() - receipt.layerStart()) * TraceChain.STEPS;
    if (call.step() >= steps || !engines.know(receipt)) {
      return claimed(call);
    }
    return engines.trace(work, adapters).root(call.step());
  }

  /** What the accused said; a second jury is not told again. */
  private Digest claimed(JuryCall call) {
    return bench.calls().stream()
        .filter(earlier -> earlier.disputeId().equals(call.disputeId()))
        .map(JuryCall::root)
        .filter(root -> !root.equals(Digest.ZERO))
        .findFirst()
        .orElse(call.root());
  }

  /** The same after a restart, and nobody else's. */
  private Digest salt(JuryCall call, CommitteeTask.Seat seat) {
    Digest named =
        Keccak.hash(
            "peerz/jury/1".getBytes(StandardCharsets.US_ASCII),
            call.taskId().bytes(),
            new byte[] {(byte) seat.seat()});
    return Keccak.hash(signer.sign(named).bytes());
  }
}
