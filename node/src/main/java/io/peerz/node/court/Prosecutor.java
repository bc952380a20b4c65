package io.peerz.node.court;

import io.peerz.audit.dispute.Prosecution;
import io.peerz.inference.evidence.KeptWork;
import io.peerz.inference.evidence.Work;
import io.peerz.inference.serve.AdapterSource;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.court.Case;
import io.peerz.ledger.court.CourtDesk;
import io.peerz.ledger.court.CourtReader;
import io.peerz.ledger.court.JuryClerk;
import io.peerz.ledger.court.Stage;
import io.peerz.node.log.OperatorLog;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Opens disputes and makes the challenger's moves. What they are about is on disk before they are
 * opened, where they stand is on chain: it goes on after a crash where it was. Blocking and
 * computing; one thread.
 */
final class Prosecutor {
  private final CourtReader court;
  private final CourtDesk desk;
  private final JuryClerk clerk;
  private final TransactionSender sender;
  private final ReplayEngines engines;
  private final KeptWork evidence;
  private final OperatorLog log;
  private final Map<Digest, Prosecution> cases = new HashMap<>();
  private final Set<Digest> closed = new HashSet<>();

  Prosecutor(
      ChainClient chain,
      TransactionSender sender,
      ReplayEngines engines,
      KeptWork evidence,
      OperatorLog log) {
    this.court = new CourtReader(chain);
    this.desk = new CourtDesk(chain, sender);
    this.clerk = new JuryClerk(chain, sender, court);
    this.sender = sender;
    this.engines = engines;
    this.evidence = evidence;
    this.log = log;
  }

  /** Disputes a receipt that was computed again and found false; again is a no-op. */
  void accuse(Digest subject, Work work) {
    work.session().forEach(evidence::keep);
    Digest id = court.idOf(subject, sender.address());
    if (court.find(id).stage() == Stage.NONE) {
      log.disputes(work.receipt().nodeId(), subject);
      desk.open(work.receipt(), work.chunk().signed().nodeSig(), subject);
    }
  }

  /** Makes each move that is due. */
  void look() {
    for (Digest id : court.by(sender.address())) {
      if (!closed.contains(id)) {
        Case at = court.find(id);
        if (at.stage() == Stage.RESOLVED) {
          close(at);
        } else {
          move(at);
        }
      }
    }
  }

  private void close(Case at) {
    closed.add(at.id());
    cases.remove(at.subject());
    court
        .verdict(at.id())
        .ifPresent(v -> log.verdict(at.nodeId(), v.guilty(), v.slashedWei(), v.how()));
  }

  private void move(Case at) {
    boolean late = court.nowSeconds() > at.moveBySeconds();
    if (at.stage() == Stage.JURY) {
      clerk.push(at);
    } else if (at.stage().isDefendants() && late) {
      desk.timeout(at);
    } else if (at.stage().isChallengers() && !late) {
      work(at.subject()).ifPresent(work -> move(at, work));
    }
  }

  private Optional<Work> work(Digest subject) {
    return evidence.work(subject);
  }

  private void move(Case at, Work work) {
    Prosecution prosecution = cases.computeIfAbsent(at.subject(), subject -> prepare(work));
    List<Digest> shown = court.lastShown(at.id());
    switch (at.stage()) {
      case PICK -> desk.pick(at, shown, prosecution.pick(at.lo(), at.hi(), shown));
      case CHOOSE -> choose(at, prosecution, shown, work);
      case COMPUTE -> compute(at, prosecution, work);
      default -> throw new IllegalStateException("not the challenger's move: " + at.stage());
    }
  }

  private Prosecution prepare(Work work) {
    return new Prosecution(
        engines.trace(work, AdapterSource.NONE),
        engines.model(),
        work.receipt().layerStart(),
        work.receipt().layerEnd());
  }

  /** A step that the court can compute shows one hash for each row; any other its root alone. */
  private void choose(Case at, Prosecution prosecution, List<Digest> shown, Work work) {
    if (prosecution.isSettledOnChain(at.lo(), work.receipt().tokens())) {
      desk.pickRow(at, shown, prosecution.pickRow(at.lo(), shown));
    } else {
      desk.callJury(at, shown.getFirst(), List.of());
    }
  }

  private void compute(Case at, Prosecution prosecution, Work work) {
    byte[] row = court.rowShown(at.id()).orElseThrow(Prosecutor::noRow);
    int index = indexOf(row, at.shown(), work.receipt().tokens());
    desk.computeElement(at, work.receipt(), index, prosecution.prove(at.lo(), index, row));
  }

  private static int indexOf(byte[] row, Digest shown, long rows) {
    Digest leaf = RowTree.leafOf(row);
    for (int index = 0; index < rows; index++) {
      if (new AbiWriter(2).digest(leaf).uint(index).hash().equals(shown)) {
        return index;
      }
    }
    throw noRow();
  }

  private static PeerzException noRow() {
    return new PeerzException(ErrorCode.BAD_PROOF, "the row that was asked for is not on chain");
  }
}
