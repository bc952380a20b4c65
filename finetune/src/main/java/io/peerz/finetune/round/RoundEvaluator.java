package io.peerz.finetune.round;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.credit.CreditMeasurement;
import io.peerz.finetune.credit.RoundCredit;
import io.peerz.finetune.credit.UnitCredit;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.evaluate.ExactHeldOutLosses;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.id.Digest;
import java.util.List;

/**
 * An evaluator's part of a round, and everybody's last step. Both give the same bits on every node.
 */
public final class RoundEvaluator {
  private final ShardWeights base;
  private final int threads;

  /**
   * An evaluator with the whole base in memory.
   *
   * @param threads for the engine; changes no figure
   */
  public RoundEvaluator(ShardWeights base, int threads) {
    this.base = base;
    this.threads = threads;
  }

  /**
   * Measures what the revealed updates improved. Unit numbers in the result are the round's own.
   *
   * @param orderSeed drawn by the chain after the updates were fixed
   * @param batches the round's held-out examples
   */
  public RoundCredit measure(
      RoundInputs inputs,
      RevealedUpdates revealed,
      List<List<TokenizedExample>> batches,
      Digest orderSeed) {
    ExactHeldOutLosses losses =
        new ExactHeldOutLosses(
            base, inputs.recipe().lora(), inputs.state().adapter(), batches, threads);
    RoundCredit byPosition =
        CreditMeasurement.measure(
            losses, revealed.updates(), inputs.state().layout().elements(), orderSeed);
    return numbered(byPosition, revealed.units());
  }

  /** The state after the round: the accepted updates of {@code credit}, merged by the recipe. */
  public static AdapterState merge(
      RoundInputs inputs, RevealedUpdates revealed, RoundCredit credit) {
    List<float[]> accepted = credit.accepted().stream().map(revealed::update).toList();
    return inputs.state().after(accepted, inputs.recipe().rule(), inputs.recipe().outer());
  }

  private static RoundCredit numbered(RoundCredit byPosition, List<Integer> units) {
    return new RoundCredit(
        byPosition.order().stream().map(units::get).toList(),
        byPosition.forward(),
        byPosition.backward(),
        byPosition.units().stream()
            .map(
                u -> new UnitCredit(units.get(u.unit()), u.accepted(), u.gain(), u.standardError()))
            .toList());
  }
}
