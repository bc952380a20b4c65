package io.peerz.finetune.credit;

import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.Verdict;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures a round in the form that the chain pays by. An update that does not lower the loss on
 * its own, with the weight of one planned unit, stops at the gate; what others claim or send moves
 * nobody across it. The m others join one by one, each with weight 1/m, along the drawn order and
 * along its full reverse; a unit's gain is the mean of its two marginal gains. That is the Shapley
 * value estimated from one antithetic pair: gains sum to the joint gain exactly, noise earns
 * nothing on average, and a copy shares with its original.
 */
public final class RoundMeasurement {
  private static final int MIN_BATCHES = 2;

  private final HeldOutLosses losses;
  private final List<float[]> updates;
  private final int elements;
  private final Gate gate;
  private final long[] base;

  private RoundMeasurement(HeldOutLosses losses, List<float[]> updates, int elements, Gate gate) {
    this.losses = losses;
    this.updates = updates;
    this.elements = elements;
    this.gate = gate;
    this.base = losses.nanoNats(new float[elements]);
    Require.that(
        base.length >= MIN_BATCHES,
        ErrorCode.BAD_REQUEST,
        "a round needs at least two held-out batches to tell gain from noise");
  }

  /**
   * What a seat reports of a round, without an output root.
   *
   * @param updates of the revealed units in the drawn order
   * @param elements length of every update
   * @param gate what an update must pass to join
   * @param firstIsCaught whether the first update, trained again, came out differently
   */
  public static RoundResult measure(
      HeldOutLosses losses, List<float[]> updates, int elements, Gate gate, boolean firstIsCaught) {
    return new RoundMeasurement(losses, updates, elements, gate).run(firstIsCaught);
  }

  private RoundResult run(boolean firstIsCaught) {
    Verdict[] verdicts = verdicts(firstIsCaught);
    int units = verdicts.length;
    int joining = 0;
    for (Verdict verdict : verdicts) {
      joining += verdict == Verdict.JOINED ? 1 : 0;
    }
    List<long[]> out = new ArrayList<>(List.of(base));
    List<long[]> back = new ArrayList<>(List.of(base));
    Walk forth = new Walk(joining);
    Walk home = new Walk(joining);
    for (int k = 0; k < units; k++) {
      out.add(verdicts[k] == Verdict.JOINED ? forth.join(updates.get(k)) : out.getLast());
    }
    for (int k = units - 1; k >= 0; k--) {
      // All units together are the same set on both ways: its loss is measured once.
      boolean last = home.left == 1;
      long[] all = out.getLast();
      back.add(
          verdicts[k] != Verdict.JOINED
              ? back.getLast()
              : last ? home.arrive(all) : home.join(updates.get(k)));
    }
    return report(verdicts, out, back);
  }

  /** An update joins if its gain alone stands out of the noise. */
  private Verdict[] verdicts(boolean firstIsCaught) {
    Verdict[] verdicts = new Verdict[updates.size()];
    for (int k = 0; k < verdicts.length; k++) {
      if (k == 0 && firstIsCaught) {
        verdicts[k] = Verdict.CAUGHT;
        continue;
      }
      long[] alone = new Walk(gate.slots()).join(updates.get(k));
      long gain = Math.subtractExact(PairedGain.mean(base), PairedGain.mean(alone));
      long[] difference = PairedGain.difference(base, alone);
      long error = PairedGain.standardError(difference, difference);
      verdicts[k] = gate.passes(gain, error) ? Verdict.JOINED : Verdict.LEFT_OUT;
    }
    return verdicts;
  }

  private static RoundResult report(Verdict[] verdicts, List<long[]> out, List<long[]> back) {
    int units = verdicts.length;
    List<Long> reported = new ArrayList<>();
    List<Long> errors = new ArrayList<>();
    out.forEach(state -> reported.add(PairedGain.mean(state)));
    back.subList(1, back.size()).forEach(state -> reported.add(PairedGain.mean(state)));
    for (int k = 0; k < units; k++) {
      long[] there = PairedGain.difference(out.get(k), out.get(k + 1));
      long[] home = PairedGain.difference(back.get(units - 1 - k), back.get(units - k));
      errors.add(
          switch (verdicts[k]) {
            case JOINED -> PairedGain.standardError(there, home);
            case LEFT_OUT -> RoundResult.LEFT_OUT;
            case CAUGHT -> RoundResult.CAUGHT;
          });
    }
    return new RoundResult(reported, errors, Digest.ZERO);
  }

  /** The mean of updates as they join one by one. */
  private final class Walk {
    private final double[] sum = new double[elements];
    private final int weight;
    private int left;

    Walk(int joining) {
      this.weight = joining;
      this.left = joining;
    }

    /** Losses with one update more. */
    long[] join(float[] update) {
      float[] mean = new float[elements];
      for (int i = 0; i < elements; i++) {
        sum[i] += update[i];
        mean[i] = (float) (sum[i] / weight);
      }
      return arrive(losses.nanoNats(mean));
    }

    long[] arrive(long[] state) {
      left--;
      return state;
    }
  }
}
