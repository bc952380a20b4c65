package io.peerz.finetune.credit;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures a round. An update that does not lower the loss on its own, with the weight it would
 * have in the mean, is gated out. The others join one by one, each with weight 1/n, along an order
 * drawn from the seed and along its reverse; a unit's gain is the mean of its two marginal gains.
 * This is the Shapley value estimated from one antithetic pair: gains sum to the joint gain
 * exactly, noise earns nothing on average, and a copy shares with its original.
 */
public final class CreditMeasurement {
  private static final int MIN_BATCHES = 2;

  private final HeldOutLosses losses;
  private final List<float[]> updates;
  private final long[] base;

  private CreditMeasurement(HeldOutLosses losses, List<float[]> updates, int elements) {
    this.losses = losses;
    this.updates = updates;
    this.base = losses.nanoNats(new float[elements]);
    Require.that(
        base.length >= MIN_BATCHES,
        ErrorCode.BAD_REQUEST,
        "a round needs at least two held-out batches to tell gain from noise");
  }

  /**
   * Measures the decoded {@code updates} of a round, in unit order.
   *
   * @param elements length of every update
   */
  public static RoundCredit measure(
      HeldOutLosses losses, List<float[]> updates, int elements, Digest seed) {
    return new CreditMeasurement(losses, updates, elements).run(seed);
  }

  private RoundCredit run(Digest seed) {
    int[] accepted = gate();
    int[] drawn = UnitOrder.draw(seed, accepted.length);
    int[] order = Arrays.stream(drawn).map(k -> accepted[k]).toArray();
    Path forward = walk(order);
    Path backward = walk(UnitOrder.reversed(order));
    return new RoundCredit(
        Arrays.stream(order).boxed().toList(),
        forward.means(),
        backward.means(),
        credits(order, forward, backward));
  }

  /**
   * Units whose update alone, with the weight it would have if all were merged, has a gain above
   * zero.
   */
  private int[] gate() {
    long before = PairedGain.mean(base);
    List<Integer> accepted = new ArrayList<>();
    for (int unit = 0; unit < updates.size(); unit++) {
      if (PairedGain.mean(losses.nanoNats(alone(unit))) < before) {
        accepted.add(unit);
      }
    }
    return accepted.stream().mapToInt(Integer::intValue).toArray();
  }

  private float[] alone(int unit) {
    return add(new double[updates.get(unit).length], unit, updates.size());
  }

  /**
   * Losses as the units of {@code order} join: state 0 is the base, state k has the first k units.
   */
  private Path walk(int[] order) {
    List<long[]> states = new ArrayList<>();
    states.add(base);
    double[] sum = new double[order.length == 0 ? 0 : updates.get(order[0]).length];
    for (int k = 0; k < order.length; k++) {
      // The full set is the same vector on both paths only if it is summed in the same order.
      states.add(
          losses.nanoNats(k + 1 == order.length ? joint(order) : add(sum, order[k], order.length)));
    }
    return new Path(states);
  }

  private float[] joint(int[] order) {
    double[] sum = new double[updates.get(order[0]).length];
    float[] mean = new float[sum.length];
    int[] ascending = order.clone();
    Arrays.sort(ascending);
    for (int unit : ascending) {
      mean = add(sum, unit, order.length);
    }
    return mean;
  }

  /** Adds a unit to {@code sum} and returns the sum over {@code units}. */
  private float[] add(double[] sum, int unit, int units) {
    float[] update = updates.get(unit);
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] += update[i];
      mean[i] = (float) (sum[i] / units);
    }
    return mean;
  }

  private List<UnitCredit> credits(int[] order, Path forward, Path backward) {
    long[] gains = RoundCredit.gains(forward.means(), backward.means());
    UnitCredit[] credits = new UnitCredit[updates.size()];
    Arrays.setAll(credits, unit -> new UnitCredit(unit, false, 0, 0));
    for (int k = 0; k < order.length; k++) {
      long[] there = forward.perBatch(k);
      long[] back = backward.perBatch(order.length - 1 - k);
      long[] both = new long[there.length];
      Arrays.setAll(both, batch -> Math.addExact(there[batch], back[batch]));
      long error = PairedGain.standardErrorOfHalf(both);
      credits[order[k]] = new UnitCredit(order[k], true, gains[k], error);
    }
    return List.of(credits);
  }

  /** Losses per batch along one order. */
  private record Path(List<long[]> states) {
    /** What is reported of each state. */
    List<Long> means() {
      return states.stream().map(PairedGain::mean).toList();
    }

    /** Marginal gains of the k-th unit, batch by batch. */
    long[] perBatch(int k) {
      return PairedGain.difference(states.get(k), states.get(k + 1));
    }
  }
}
