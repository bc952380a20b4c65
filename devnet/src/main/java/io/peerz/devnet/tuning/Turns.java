package io.peerz.devnet.tuning;

import io.peerz.devnet.chain.ChainTime;
import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundClock;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.RoundPhase;
import io.peerz.finetune.market.RoundView;
import io.peerz.finetune.market.SeatView;
import io.peerz.finetune.market.TaskView;
import io.peerz.finetune.market.UnitStatus;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Plays nodes in turn until a job is over. Every node does all it can before time goes on, so no
 * honest node is ever late, however busy the machine is. Blocking, one thread.
 */
public final class Turns {
  private final ChainTime time;
  private final long epochBlocks;
  private final RoundMarket market;

  /** Turns on a chain whose time this object owns. */
  public Turns(ChainTime time, long epochBlocks, RoundMarket market) {
    this.time = time;
    this.epochBlocks = epochBlocks;
    this.market = market;
  }

  /** Until the job has ended and everybody has been paid. */
  public void untilOver(Digest jobId, List<MarketNode> nodes) {
    while (!isOver(jobId)) {
      boolean moved = false;
      for (MarketNode node : nodes) {
        moved |= node.tick();
      }
      if (!moved) {
        pass(jobId);
      }
    }
  }

  private boolean isOver(Digest jobId) {
    JobView job = market.job(jobId);
    return job.closed()
        && IntStream.rangeClosed(0, job.currentRound())
            .mapToObj(round -> market.round(jobId, round))
            .allMatch(Turns::isPaid);
  }

  private static boolean isPaid(RoundView round) {
    return round.units().stream().noneMatch(unit -> unit.status() == UnitStatus.SETTLED)
        && round.task().stream().flatMap(task -> task.seats().stream()).noneMatch(SeatView::feeDue);
  }

  /** To the next moment at which the contracts allow something that they did not before. */
  private void pass(Digest jobId) {
    JobView job = market.job(jobId);
    RoundView round = market.round(jobId, job.currentRound());
    switch (RoundClock.phase(job.terms(), round, market.nowSeconds())) {
      case RoundPhase.Claim claim -> time.passTowards(claim.untilSeconds());
      case RoundPhase.Commit commit -> time.passTowards(commit.untilSeconds());
      case RoundPhase.Reveal reveal -> time.passTowards(reveal.untilSeconds());
      case RoundPhase.Challenge challenge -> time.passTowards(challenge.untilSeconds());
      case RoundPhase.Evaluate _ -> passEvaluation(round);
      case RoundPhase.Settle _, RoundPhase.Settled _ -> time.passBlocks(1);
    }
  }

  private void passEvaluation(RoundView round) {
    if (round.task().isEmpty() || round.task().get().status() != TaskView.Status.DRAWN) {
      time.passBlocks(epochBlocks);
      return;
    }
    TaskView task = round.task().get();
    boolean committing = !task.allCommitted() && market.nowSeconds() < task.commitBySeconds();
    time.passTowards(committing ? task.commitBySeconds() : task.revealBySeconds());
  }
}
