package io.peerz.node.jobs;

import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.job.JobBudget;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.update.UpdateEncoding;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.math.BigInteger;

/**
 * How a submitter wants a job done; what he leaves open has a default that suits a small model.
 *
 * @param rounds of the job
 * @param units of a round: how many nodes may train in it
 * @param steps of a unit
 * @param rows sequences of a step
 * @param seqLen tokens of a sequence
 * @param rank of the adapter
 * @param learningRate peak rate
 * @param seats evaluators of a round
 */
public record JobOrder(
    int rounds,
    int units,
    int steps,
    int rows,
    int seqLen,
    int rank,
    double learningRate,
    int seats) {
  /** Rank 8 with 40 steps of 4 rows in 6 rounds of 4 units, measured by 3 seats. */
  public static final JobOrder DEFAULT = new JobOrder(6, 4, 40, 4, 128, 8, 6e-3, 3);

  private static final int ALL_TARGETS = 0x7f;
  private static final int ALPHA_PER_RANK = 2;
  private static final int WARMUP_STEPS = 3;
  private static final int SLICES_PER_UNIT = 16;
  private static final int SLICES_PER_MEASUREMENT = 8;

  /** A gain of a tenth of a nat by one unit earns the full improvement price. */
  private static final long TARGET_GAIN = 100_000_000;

  public JobOrder {
    Require.range(ErrorCode.BAD_REQUEST, "rounds", rounds, 1, 1000);
    Require.range(ErrorCode.BAD_REQUEST, "units", units, 1, 16);
    Require.range(ErrorCode.BAD_REQUEST, "seats", seats, 1, 21);
  }

  /** Compute cost of the whole job, as the chain computes it. */
  BigInteger totalMacs(Geometry geometry) {
    Recipe any = recipe(SLICES_PER_UNIT, SLICES_PER_MEASUREMENT);
    return any.unitMacs(geometry).multiply(BigInteger.valueOf((long) rounds * units));
  }

  /** Rows no longer than the model's context. */
  public JobOrder within(int context) {
    return new JobOrder(
        rounds, units, steps, rows, Math.min(seqLen, context), rank, learningRate, seats);
  }

  public JobOrder withRounds(int newRounds) {
    return new JobOrder(newRounds, units, steps, rows, seqLen, rank, learningRate, seats);
  }

  /** The recipe for a data set; a small one has fewer slices to draw from. */
  public Recipe recipe(int trainExamples, int heldOutExamples) {
    return new Recipe(
        rank,
        (double) ALPHA_PER_RANK * rank,
        ALL_TARGETS,
        steps,
        rows,
        seqLen,
        learningRate,
        Math.min(WARMUP_STEPS, steps),
        MergeRule.MEAN,
        OuterNesterov.DEFAULT,
        UpdateEncoding.DENSE_INT8,
        1,
        Math.min(SLICES_PER_UNIT, trainExamples),
        Math.min(SLICES_PER_MEASUREMENT, heldOutExamples));
  }

  /**
   * Shares out a ceiling: a tenth to the evaluators, a quarter for verified work, the rest for
   * measured improvement. What is not earned returns. A node locks what it could earn in a round.
   */
  JobBudget budget(BigInteger ceilingWei) {
    BigInteger perRound = ceilingWei.divide(BigInteger.valueOf(rounds));
    BigInteger perSeat = perRound.divide(BigInteger.valueOf(10L * seats));
    BigInteger base = perRound.divide(BigInteger.valueOf(4));
    BigInteger improvement =
        perRound.subtract(base).subtract(perSeat.multiply(BigInteger.valueOf(seats)));
    BigInteger bond = base.add(improvement);
    return new JobBudget(rounds, units, base, improvement, TARGET_GAIN, seats, perSeat, bond);
  }
}
