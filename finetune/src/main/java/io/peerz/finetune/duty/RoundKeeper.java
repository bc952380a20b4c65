package io.peerz.finetune.duty;

import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.RoundPhase;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.TaskView;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/**
 * The steps that anybody may take and somebody must: open the evaluation, seal its seed, draw
 * seats, count them, settle. Every node tries; the contract lets one through and the others learn
 * that it is done.
 */
public final class RoundKeeper implements RoundDuty {
  private final RoundMarket market;

  public RoundKeeper(RoundMarket market) {
    this.market = market;
  }

  @Override
  public Progress tick(RoundNow now) {
    return switch (now.phase()) {
      case RoundPhase.Evaluate _ ->
          now.view().task().map(task -> keep(now, task)).orElseGet(() -> open(now));
      case RoundPhase.Settle _ -> settle(now);
      case RoundPhase.Settled _ -> Progress.DONE;
      case RoundPhase.Claim _, RoundPhase.Commit _, RoundPhase.Reveal _, RoundPhase.Challenge _ ->
          Progress.WAITING;
    };
  }

  private Progress open(RoundNow now) {
    return attempt(() -> market.openEvaluation(now.jobId(), now.round()));
  }

  private Progress keep(RoundNow now, TaskView task) {
    boolean drawn = task.status() == TaskView.Status.DRAWN;
    long deadline = drawn ? task.revealBySeconds() : task.commitBySeconds();
    if (now.nowSeconds() >= deadline || (drawn && task.allRevealed())) {
      return attempt(() -> market.finalizeTask(task.taskId()));
    }
    if (drawn) {
      return Progress.WAITING;
    }
    return task.order().isPresent() ? attempt(() -> market.drawSeats(task.taskId())) : seal(now);
  }

  /** The seed's block may not be there yet, so this alone is no progress. */
  private Progress seal(RoundNow now) {
    attempt(() -> market.sealSeed(now.jobId(), now.round()));
    return Progress.WAITING;
  }

  private Progress settle(RoundNow now) {
    RoundResult agreed = now.view().task().flatMap(TaskView::agreed).orElse(RoundResult.EMPTY);
    return attempt(() -> market.settleRound(now.jobId(), now.round(), agreed));
  }

  /** A refusal means that another node was faster. */
  private static Progress attempt(Runnable step) {
    try {
      step.run();
      return Progress.MOVED;
    } catch (PeerzException e) {
      if (e.code() == ErrorCode.TRANSACTION_REVERTED) {
        return Progress.WAITING;
      }
      throw e;
    }
  }
}
