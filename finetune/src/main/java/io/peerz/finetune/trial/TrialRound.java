package io.peerz.finetune.trial;

import io.peerz.finetune.market.RoundResult;
import java.util.List;

/**
 * A played round.
 *
 * @param order numbers of the revealed units in the drawn order
 * @param result what the evaluators reported
 * @param outcomes by unit
 */
record TrialRound(List<Integer> order, RoundResult result, List<UnitOutcome> outcomes) {
  TrialRound {
    order = List.copyOf(order);
    outcomes = List.copyOf(outcomes);
  }
}
