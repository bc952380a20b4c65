package io.peerz.finetune.duty;

import io.peerz.finetune.credit.HeldOutLosses;
import io.peerz.finetune.market.RoundGains;
import io.peerz.finetune.market.RoundResult;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures a round in the form that the chain pays by. An update that does not lower the loss on
 * its own stops at the gate: it is reported as no change, and the chain skips it. The m others join
 * along the drawn order, each with weight 1/m; one that gains no more than kappa standard errors is
 * left out. The way back adds the kept ones from the end, so that early and late places even out.
 */
public final class RoundMeasurement {
  /** What stands on the way back in place of a unit that was not kept; the chain ignores it. */
  private static final long SKIPPED = 0;

  private final HeldOutLosses losses;
  private final List<float[]> updates;
  private final int elements;
  private final int kappaMilli;
  private final List<Long> reported = new ArrayList<>();
  private final List<Long> errors = new ArrayList<>();

  private RoundMeasurement(
      HeldOutLosses losses, List<float[]> updates, int elements, int kappaMilli) {
    this.losses = losses;
    this.updates = updates;
    this.elements = elements;
    this.kappaMilli = kappaMilli;
  }

  /**
   * The losses of a round, without an output root.
   *
   * @param updates of the revealed units in the drawn order
   */
  public static RoundResult measure(
      HeldOutLosses losses, List<float[]> updates, int elements, int kappaMilli) {
    return new RoundMeasurement(losses, updates, elements, kappaMilli).run();
  }

  private RoundResult run() {
    long[] base = losses.nanoNats(new float[elements]);
    reported.add(PairedDifference.mean(base));
    boolean[] candidate = gate(base);
    int joining = count(candidate);
    boolean[] kept = new boolean[updates.size()];
    long last = wayOut(base, candidate, joining, kept);
    wayBack(kept, joining, last);
    return new RoundResult(reported, errors, Digest.ZERO);
  }

  private boolean[] gate(long[] base) {
    boolean[] candidate = new boolean[updates.size()];
    for (int k = 0; k < candidate.length; k++) {
      long alone = PairedDifference.mean(losses.nanoNats(updates.get(k)));
      candidate[k] = alone < PairedDifference.mean(base);
    }
    return candidate;
  }

  /** Marks the kept units and returns the loss with all of them. */
  private long wayOut(long[] base, boolean[] candidate, int joining, boolean[] kept) {
    double[] sum = new double[elements];
    long[] current = base;
    for (int k = 0; k < kept.length; k++) {
      long before = PairedDifference.mean(current);
      if (!candidate[k]) {
        reported.add(before);
        errors.add(0L);
        continue;
      }
      long[] next = losses.nanoNats(joined(sum, updates.get(k), joining));
      long after = PairedDifference.mean(next);
      long error = PairedDifference.standardError(current, next);
      reported.add(after);
      errors.add(error);
      kept[k] = RoundGains.keeps(Math.subtractExact(before, after), error, kappaMilli);
      if (kept[k]) {
        add(sum, updates.get(k));
        current = next;
      }
    }
    return PairedDifference.mean(current);
  }

  /** The last state is the same set as on the way out, so its loss is {@code last}. */
  private void wayBack(boolean[] kept, int joining, long last) {
    double[] sum = new double[elements];
    int left = count(kept);
    for (int k = kept.length - 1; k >= 0; k--) {
      if (!kept[k]) {
        reported.add(SKIPPED);
        continue;
      }
      left--;
      reported.add(
          left == 0
              ? last
              : PairedDifference.mean(losses.nanoNats(joined(sum, updates.get(k), joining))));
      add(sum, updates.get(k));
    }
  }

  private static float[] joined(double[] sum, float[] update, int joining) {
    float[] mean = new float[update.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) ((sum[i] + update[i]) / joining);
    }
    return mean;
  }

  private static void add(double[] sum, float[] update) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += update[i];
    }
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }
}
