package io.peerz.node.court;

import io.peerz.audit.dispute.Defence;
import io.peerz.inference.evidence.KeptWork;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.court.Case;
import io.peerz.ledger.court.CourtDesk;
import io.peerz.ledger.court.CourtReader;
import io.peerz.ledger.court.JuryClerk;
import io.peerz.ledger.court.Stage;
import io.peerz.node.log.OperatorLog;
import io.peerz.proof.id.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Watches the court for disputes against this node and makes each move before its clock ends. It
 * remembers nothing that matters: where a dispute stands is on chain, what it is about on this
 * node's disk, so it goes on after a crash where it was. Each dispute has a thread of its own, so
 * that many accusations at once do not wait for each other's blocks.
 */
final class SelfDefence implements AutoCloseable {
  private static final String NAME = "the defence";
  private static final int LOOKS_PER_TIDYING = 120;
  private static final long STOP_MILLIS = 5_000;

  private final Digest nodeId;
  private final CourtReader court;
  private final CourtDesk desk;
  private final JuryClerk clerk;
  private final Advocate advocate;
  private final KeptWork kept;
  private final OperatorLog log;
  private final Set<Digest> noticed = ConcurrentHashMap.newKeySet();
  private final Set<Digest> closed = ConcurrentHashMap.newKeySet();
  private final Map<Digest, Thread> playing = new ConcurrentHashMap<>();
  private final LookLoop loop = new LookLoop(NAME, this::look);
  private int looks;

  /**
   * @param sender of the node's owner or signer
   */
  SelfDefence(
      ChainClient chain,
      TransactionSender sender,
      Digest nodeId,
      Advocate advocate,
      KeptWork kept,
      OperatorLog log) {
    this.nodeId = nodeId;
    this.court = new CourtReader(chain);
    this.desk = new CourtDesk(chain, sender);
    this.clerk = new JuryClerk(chain, sender, court);
    this.advocate = advocate;
    this.kept = kept;
    this.log = log;
  }

  /** Begins to watch. */
  void start() {
    loop.start();
  }

  private void look() {
    for (Digest dispute : court.against(nodeId)) {
      if (!closed.contains(dispute)) {
        playing.computeIfAbsent(dispute, this::play);
      }
    }
    if (++looks % LOOKS_PER_TIDYING == 0) {
      kept.forget(court::isOver);
    }
  }

  private Thread play(Digest dispute) {
    return Thread.ofVirtual()
        .name("dispute-" + dispute.shortHex())
        .start(
            () -> {
              try {
                LookLoop.attempt(NAME, () -> move(dispute));
              } finally {
                playing.remove(dispute);
              }
            });
  }

  private void move(Digest dispute) {
    Case at = court.find(dispute);
    if (noticed.add(dispute) && at.stage() != Stage.RESOLVED) {
      log.accused(at.subject(), at.challenger());
    }
    boolean late = court.nowSeconds() > at.moveBySeconds();
    if (at.stage() == Stage.RESOLVED) {
      close(dispute);
    } else if (at.stage() == Stage.JURY) {
      kept.work(at.subject()).ifPresent(kept::release);
      clerk.push(at);
    } else if (at.stage().isChallengers() && late) {
      desk.timeout(at);
    } else if (at.stage().isDefendants() && !late) {
      defend(at);
    }
  }

  private void close(Digest dispute) {
    closed.add(dispute);
    court.verdict(dispute).ifPresent(v -> log.judged(v.guilty(), v.slashedWei(), v.how()));
  }

  private void defend(Case at) {
    Optional<Defence> defence = advocate.of(at.subject());
    if (defence.isEmpty() || !defence.get().holds()) {
      log.cannotDefend(at.subject(), defence.isEmpty());
      closed.add(at.id());
      return;
    }
    move(at, defence.get());
  }

  private void move(Case at, Defence defence) {
    switch (at.stage()) {
      case ANSWER -> {
        Defence.Answer a = defence.answer();
        desk.answer(
            at, defence.work().receipt(), a.salt(), a.outputRoot(), a.beforeLast(), a.digests());
      }
      case SPLIT -> desk.split(at, defence.split(at.lo(), at.hi()));
      case LEAF -> {
        Defence.Leaf leaf = defence.leaf(at.lo());
        desk.showLeaf(at, defence.work().receipt(), leaf.root(), leaf.rowHashes());
      }
      case ROW -> {
        int index = defence.rowIndex(at.lo(), at.shown());
        desk.showRow(at, defence.row(at.lo(), index), index);
      }
      default -> throw new IllegalStateException("not the defendant's move: " + at.stage());
    }
  }

  @Override
  public void close() {
    loop.close();
    try {
      for (Thread dispute : playing.values()) {
        dispute.interrupt();
        dispute.join(STOP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
