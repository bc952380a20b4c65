package io.peerz.ledger.court;

import io.peerz.contracts.Committee;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.finetune.CommitteeDesk;
import io.peerz.ledger.finetune.CommitteeTask;
import io.peerz.ledger.settle.EpochSealer;
import io.peerz.proof.id.Digest;

/**
 * Keeps a dispute's jury going: seals the seed, draws the seats, counts them, ends the dispute.
 * Anybody may; both sides of a dispute have reason to. Blocking.
 */
public final class JuryClerk {
  private final ChainClient chain;
  private final Contracts contracts;
  private final CourtReader court;
  private final CourtDesk desk;
  private final CommitteeDesk committee;
  private final EpochSealer seeds;

  public JuryClerk(ChainClient chain, TransactionSender sender, CourtReader court) {
    this.chain = chain;
    this.contracts = chain.contracts();
    this.court = court;
    this.desk = new CourtDesk(chain, sender);
    this.committee = new CommitteeDesk(chain, sender);
    this.seeds = new EpochSealer(chain, sender);
  }

  /** Does the one thing that is due now, if there is one. */
  public void push(Case at) {
    Digest taskId = court.juryTask(at.id());
    Committee.Task task = contracts.read(contracts.committee().task(taskId.bytes()));
    long now = chain.headTimeSeconds();
    switch (CommitteeTask.Status.of(task.status)) {
      case OPEN -> {
        if (now >= task.commitBy.longValueExact()) {
          committee.finalizeTask(taskId);
        } else {
          drawWhenSealed(taskId, task.seedEpoch.longValueExact());
        }
      }
      case DRAWN -> {
        if (task.revealed.equals(task.seats) || now >= task.revealBy.longValueExact()) {
          committee.finalizeTask(taskId);
        }
      }
      case AGREED, FAILED -> desk.resolve(at, taskId);
      case NONE -> {}
    }
  }

  private void drawWhenSealed(Digest taskId, long seedEpoch) {
    seeds.seal(seedEpoch);
    if (seeds.isSealed(seedEpoch)) {
      committee.draw(taskId);
    }
  }
}
