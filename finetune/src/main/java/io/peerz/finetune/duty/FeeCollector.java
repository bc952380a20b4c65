package io.peerz.finetune.duty;

import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.RoundPhase;
import io.peerz.finetune.market.SeatView;
import io.peerz.finetune.market.TaskView;
import io.peerz.proof.id.Digest;

/** Collects what the node's seats earned, once their round is settled. */
public final class FeeCollector implements RoundDuty {
  private final RoundMarket market;
  private final Digest nodeId;

  public FeeCollector(RoundMarket market, Digest nodeId) {
    this.market = market;
    this.nodeId = nodeId;
  }

  @Override
  public Progress tick(RoundNow now) {
    if (!(now.phase() instanceof RoundPhase.Settled)) {
      return Progress.WAITING;
    }
    Progress progress = Progress.DONE;
    for (TaskView task : now.view().task().stream().toList()) {
      for (SeatView seat : task.seatsOf(nodeId)) {
        if (seat.feeDue()) {
          market.claimFee(task.taskId(), seat.seat());
          progress = Progress.MOVED;
        }
      }
    }
    return progress;
  }
}
