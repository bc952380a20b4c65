package io.peerz.node.finetune;

import io.peerz.finetune.market.JobTerms;
import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.RoundView;
import io.peerz.finetune.market.SeatView;
import io.peerz.finetune.market.TaskView;
import io.peerz.finetune.market.UnitStatus;
import io.peerz.finetune.market.UnitView;
import io.peerz.ledger.finetune.CommitteeTask;
import io.peerz.ledger.finetune.JobOffer;
import io.peerz.ledger.finetune.JobRound;
import io.peerz.ledger.finetune.JobUnit;
import io.peerz.ledger.finetune.PostedJob;
import io.peerz.ledger.finetune.SeatReport;
import io.peerz.proof.score.RoundTerms;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The ledger wing's records as the compute wing's views. */
final class MarketViews {
  private MarketViews() {}

  static JobView job(PostedJob job) {
    JobOffer offer = job.offer();
    return new JobView(
        job.jobId(),
        offer.modelId(),
        offer.recipeHash(),
        offer.trainRoot(),
        offer.heldOutRoot(),
        offer.firstAdapterRoot(),
        terms(offer, job.unitMacs()),
        job.uri(),
        job.currentRound(),
        job.closed(),
        job.adapterRoot());
  }

  private static JobTerms terms(JobOffer offer, BigInteger unitMacs) {
    return new JobTerms(
        new RoundTerms(
            offer.prices().basePerRoundWei(),
            offer.prices().improvementPerRoundWei(),
            offer.unitsPerRound(),
            unitMacs,
            offer.prices().targetGain()),
        offer.rounds(),
        offer.seats(),
        offer.kappaMilli(),
        offer.deadlines().evaluate(),
        offer.deadlines().challenge());
  }

  static RoundView round(JobRound round, Optional<TaskView> task) {
    return new RoundView(
        round.jobId(),
        round.round(),
        round.claimUntilSeconds(),
        round.commitUntilSeconds(),
        round.revealUntilSeconds(),
        round.settled(),
        round.baseRoot(),
        round.dataSeed(),
        round.units().stream().map(MarketViews::unit).toList(),
        task);
  }

  /** Both wings name a unit's states as the contract does. */
  private static UnitView unit(JobUnit unit) {
    return new UnitView(
        unit.unit(),
        unit.nodeId(),
        UnitStatus.valueOf(unit.status().name()),
        unit.commitment(),
        unit.updateRoot(),
        unit.uri(),
        unit.paidGain(),
        unit.payWei());
  }

  static TaskView task(
      CommitteeTask task, Optional<List<Integer>> order, Optional<SeatReport> agreed) {
    return new TaskView(
        task.taskId(),
        TaskView.Status.valueOf(task.status().name()),
        order,
        task.commitBySeconds(),
        task.revealBySeconds(),
        task.finalizedAtSeconds(),
        task.seats().stream().map(seat -> seat(task, seat)).toList(),
        agreed.map(MarketViews::result));
  }

  private static SeatView seat(CommitteeTask task, CommitteeTask.Seat seat) {
    boolean feeDue = task.agrees(seat) && !seat.paid() && task.feePerSeatWei().signum() > 0;
    return new SeatView(seat.seat(), seat.evaluator(), seat.committed(), seat.revealed(), feeDue);
  }

  private static RoundResult result(SeatReport report) {
    return new RoundResult(report.losses(), report.standardErrors(), report.outputRoot());
  }
}
