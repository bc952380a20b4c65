package io.peerz.finetune.market;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What a result says about each unit, computed from the reported integers alone, as the contract
 * does. A unit's gain is the mean of its marginals on both ways, so gains add up to first loss
 * minus last loss exactly.
 *
 * @param sound whether lengths and losses are within bounds, marks are where they may be, and both
 *     ways end at the same loss; nothing else means anything if not
 * @param verdicts by position in the order
 * @param doubledGains by position, nano-nats per token times two
 * @param paidGains by position, less kappa standard errors, never below zero
 * @param totalGain first loss minus last loss
 */
public record RoundGains(
    boolean sound,
    List<Verdict> verdicts,
    List<Long> doubledGains,
    List<Long> paidGains,
    long totalGain) {
  private static final RoundGains UNSOUND =
      new RoundGains(false, List.of(), List.of(), List.of(), 0);
  private static final int MILLI = 1000;

  /** A billion nats: no sum of four losses leaves 64 bits. */
  private static final long MAX_LOSS = 1_000_000_000_000_000_000L;

  public RoundGains {
    verdicts = List.copyOf(verdicts);
    doubledGains = List.copyOf(doubledGains);
    paidGains = List.copyOf(paidGains);
  }

  /** Whether a gain exceeds kappa standard errors. */
  public static boolean standsOut(long gain, long standardError, int kappaMilli) {
    return scaled(gain, MILLI).compareTo(scaled(standardError, kappaMilli)) > 0;
  }

  /** Gains of {@code units} revealed units. */
  public static RoundGains of(int units, RoundResult result, int kappaMilli) {
    List<Long> losses = result.losses();
    List<Long> errors = result.standardErrors();
    if (losses.size() != 2 * units + 1 || errors.size() != units || !bounded(losses)) {
      return UNSOUND;
    }
    boolean sound = losses.get(units).equals(losses.get(2 * units));
    List<Verdict> verdicts = new ArrayList<>();
    List<Long> doubled = new ArrayList<>();
    List<Long> paid = new ArrayList<>();
    for (int k = 0; k < units; k++) {
      long out = losses.get(k) - losses.get(k + 1);
      // On the way back the last unit of the order comes right after the base.
      long before = losses.get(k == units - 1 ? 0 : 2 * units - k - 1);
      long back = before - losses.get(2 * units - k);
      Verdict verdict = verdict(errors.get(k));
      verdicts.add(verdict);
      doubled.add(out + back);
      boolean joined = verdict == Verdict.JOINED;
      paid.add(joined ? lowerBound(out + back, errors.get(k), kappaMilli) : 0);
      sound &= joined || (out == 0 && back == 0 && (k == 0 || verdict == Verdict.LEFT_OUT));
    }
    return new RoundGains(sound, verdicts, doubled, paid, losses.getFirst() - losses.get(units));
  }

  private static boolean bounded(List<Long> losses) {
    return losses.stream().allMatch(loss -> loss >= -MAX_LOSS && loss <= MAX_LOSS);
  }

  private static Verdict verdict(long standardError) {
    if (standardError == RoundResult.LEFT_OUT) {
      return Verdict.LEFT_OUT;
    }
    return standardError == RoundResult.CAUGHT ? Verdict.CAUGHT : Verdict.JOINED;
  }

  /** max(0, floor(doubledGain / 2 - kappa * standardError)). */
  private static long lowerBound(long doubledGain, long standardError, int kappaMilli) {
    BigInteger scaled = scaled(doubledGain, MILLI).subtract(scaled(standardError, 2L * kappaMilli));
    return scaled.signum() <= 0
        ? 0
        : scaled.divide(BigInteger.valueOf(2L * MILLI)).longValueExact();
  }

  private static BigInteger scaled(long value, long factor) {
    return BigInteger.valueOf(value).multiply(BigInteger.valueOf(factor));
  }

  /** Those of {@code order} that joined, ascending: what is merged. */
  public List<Integer> joinedUnits(List<Integer> order) {
    Require.range(
        ErrorCode.BUG, "length of the order", order.size(), verdicts.size(), verdicts.size());
    List<Integer> units = new ArrayList<>();
    for (int k = 0; k < verdicts.size(); k++) {
      if (verdicts.get(k) == Verdict.JOINED) {
        units.add(order.get(k));
      }
    }
    return units.stream().sorted().toList();
  }

  /** Whether a round with these gains moves the adapter. */
  public boolean improves() {
    return sound && totalGain > 0;
  }
}
