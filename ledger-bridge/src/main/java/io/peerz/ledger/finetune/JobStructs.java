package io.peerz.ledger.finetune;

import io.peerz.contracts.Committee;
import io.peerz.contracts.FineTuneMarket;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.FineTuneReceipt;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Between the contracts' structs and this package's records. */
final class JobStructs {
  private JobStructs() {}

  static FineTuneMarket.JobParams params(JobOffer offer) {
    JobPrices prices = offer.prices();
    JobDeadlines deadlines = offer.deadlines();
    UnitWork work = offer.work();
    return new FineTuneMarket.JobParams(
        offer.modelId().bytes(),
        offer.firstAdapterRoot().bytes(),
        offer.trainRoot().bytes(),
        offer.heldOutRoot().bytes(),
        offer.recipeHash().bytes(),
        big(offer.rounds()),
        big(offer.unitsPerRound()),
        big(offer.seats()),
        big(offer.kappaMilli()),
        big(work.seqs()),
        big(work.seqLen()),
        big(work.steps()),
        big(work.rank()),
        big(work.targets()),
        big(prices.targetGain()),
        prices.basePerRoundWei(),
        prices.improvementPerRoundWei(),
        prices.bondPerUnitWei(),
        prices.feePerSeatWei(),
        big(deadlines.claim()),
        big(deadlines.commit()),
        big(deadlines.reveal()),
        big(deadlines.evaluate()),
        big(deadlines.challenge()));
  }

  static JobOffer offer(FineTuneMarket.JobParams p) {
    return new JobOffer(
        Digest.of(p.modelId),
        Digest.of(p.adapterBaseRoot),
        Digest.of(p.trainDataRoot),
        Digest.of(p.evalSetRoot),
        Digest.of(p.recipeHash),
        p.rounds.intValueExact(),
        p.unitsPerRound.intValueExact(),
        p.seats.intValueExact(),
        p.kappaMilli.intValueExact(),
        new UnitWork(
            p.seqs.longValueExact(),
            p.seqLen.longValueExact(),
            p.steps.longValueExact(),
            p.rank.intValueExact(),
            p.targets.intValueExact()),
        new JobPrices(
            p.basePerRound,
            p.improvementPerRound,
            signed(p.targetGain),
            p.bondPerUnit,
            p.feePerSeat),
        new JobDeadlines(
            p.claimSecs.longValueExact(),
            p.commitSecs.longValueExact(),
            p.revealSecs.longValueExact(),
            p.evalSecs.longValueExact(),
            p.challengeSecs.longValueExact()));
  }

  static JobUnit unit(int number, FineTuneMarket.Unit unit, String uri) {
    return new JobUnit(
        number,
        Digest.of(unit.nodeId),
        constant(JobUnit.Status.values(), unit.status),
        Digest.of(unit.commitment),
        Digest.of(unit.updateRoot),
        uri,
        signed(unit.gain),
        unit.base,
        unit.improvement);
  }

  static CommitteeTask task(Digest taskId, Committee.Task task, List<CommitteeTask.Seat> seats) {
    return new CommitteeTask(
        taskId,
        CommitteeTask.Status.of(task.status),
        task.commitBy.longValueExact(),
        task.revealBy.longValueExact(),
        task.finalizedAt.longValueExact(),
        task.agreeing.intValueExact(),
        task.feePerSeat,
        Digest.of(task.resultHash),
        seats);
  }

  static CommitteeTask.Seat seat(int number, Committee.Seat seat) {
    return new CommitteeTask.Seat(
        number,
        Digest.of(seat.evaluator),
        !Digest.of(seat.commitment).equals(Digest.ZERO),
        Digest.of(seat.resultHash),
        seat.paid);
  }

  static FineTuneMarket.FineTuneReceipt receipt(FineTuneReceipt r) {
    return new FineTuneMarket.FineTuneReceipt(
        r.nodeId().bytes(),
        r.jobId().bytes(),
        big(r.round()),
        big(r.unit()),
        r.baseRoot().bytes(),
        r.dataShard().bytes(),
        r.recipeHash().bytes(),
        big(r.steps()),
        big(r.tokens()),
        r.macs(),
        r.updateRoot().bytes(),
        r.traceRoot().bytes(),
        big(r.issuedAtSeconds()));
  }

  static List<BigInteger> bigs(List<Long> values) {
    return values.stream().map(BigInteger::valueOf).toList();
  }

  static List<Long> longs(List<?> values) {
    List<Long> longs = new ArrayList<>();
    values.forEach(value -> longs.add(signed((BigInteger) value)));
    return longs;
  }

  static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  /** What strangers wrote into 64 bits may exceed ours; the largest of ours stands for it. */
  static long signed(BigInteger value) {
    return value.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  private static <E extends Enum<E>> E constant(E[] constants, BigInteger onChain) {
    int ordinal = onChain.intValueExact();
    if (ordinal >= constants.length) {
      throw new PeerzException(
          ErrorCode.CHAIN_MISMATCH,
          "unknown status " + ordinal + " on chain; this program is older than its contracts");
    }
    return constants[ordinal];
  }
}
