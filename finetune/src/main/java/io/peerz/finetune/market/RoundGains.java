package io.peerz.finetune.market;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What a result says about each unit, computed from the losses alone, as the contract does. On the
 * way out a unit is kept if its marginal gain exceeds kappa standard errors; the way back runs over
 * the kept units from the end. A kept unit's gain is the mean of its two marginals, so gains add up
 * to first loss minus last loss exactly.
 *
 * @param sound whether the lengths fit and both ways end at the same loss
 * @param kept by position in the order
 * @param doubledGains by position, nano-nats per token times two
 * @param paidGains by position, less kappa standard errors, never below zero
 * @param totalGain first loss minus last loss
 */
public record RoundGains(
    boolean sound,
    List<Boolean> kept,
    List<Long> doubledGains,
    List<Long> paidGains,
    long totalGain) {
  private static final int MILLI = 1000;

  public RoundGains {
    kept = List.copyOf(kept);
    doubledGains = List.copyOf(doubledGains);
    paidGains = List.copyOf(paidGains);
  }

  /** Whether a unit with this marginal on the way out is kept. */
  public static boolean keeps(long marginal, long standardError, int kappaMilli) {
    return scaled(marginal, MILLI).compareTo(scaled(standardError, kappaMilli)) > 0;
  }

  /** Gains of {@code units} revealed units. */
  public static RoundGains of(int units, RoundResult result, int kappaMilli) {
    List<Long> losses = result.losses();
    if (losses.size() != 2 * units + 1 || result.standardErrors().size() != units) {
      return new RoundGains(false, List.of(), List.of(), List.of(), 0);
    }
    boolean[] kept = new boolean[units];
    long[] doubled = new long[units];
    long out = losses.getFirst();
    for (int k = 0; k < units; k++) {
      long marginal = Math.subtractExact(out, losses.get(1 + k));
      kept[k] = keeps(marginal, result.standardErrors().get(k), kappaMilli);
      if (kept[k]) {
        doubled[k] = marginal;
        out = losses.get(1 + k);
      }
    }
    long back = wayBack(losses, kept, doubled);
    return finished(back == out, kept, doubled, result, kappaMilli, losses.getFirst() - out);
  }

  private static long wayBack(List<Long> losses, boolean[] kept, long[] doubled) {
    int units = kept.length;
    long loss = losses.getFirst();
    for (int step = 0; step < units; step++) {
      int k = units - 1 - step;
      if (kept[k]) {
        long next = losses.get(1 + units + step);
        doubled[k] = Math.addExact(doubled[k], Math.subtractExact(loss, next));
        loss = next;
      }
    }
    return loss;
  }

  private static RoundGains finished(
      boolean sound,
      boolean[] kept,
      long[] doubled,
      RoundResult result,
      int kappaMilli,
      long total) {
    List<Boolean> keptList = new ArrayList<>();
    List<Long> doubledList = new ArrayList<>();
    List<Long> paid = new ArrayList<>();
    for (int k = 0; k < kept.length; k++) {
      keptList.add(kept[k]);
      doubledList.add(doubled[k]);
      paid.add(lowerBound(doubled[k], result.standardErrors().get(k), kappaMilli));
    }
    return new RoundGains(sound, keptList, doubledList, paid, total);
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

  /** The kept ones of {@code order}, ascending: what is merged. */
  public List<Integer> keptUnits(List<Integer> order) {
    Require.range(ErrorCode.BUG, "length of the order", order.size(), kept.size(), kept.size());
    List<Integer> units = new ArrayList<>();
    for (int k = 0; k < kept.size(); k++) {
      if (kept.get(k)) {
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
