package io.peerz.devnet.tuning;

import io.peerz.finetune.duty.HeldOutEvaluation;
import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.market.RoundMarket;
import java.util.function.UnaryOperator;

/**
 * How a node works; a cheat differs from an honest one in one of them.
 *
 * @param training of its own units
 * @param replay of units that it checks as an evaluator
 * @param evaluation of updates
 * @param working how it deals with the market as a worker
 * @param judging how it deals with the market as an evaluator
 */
record Ways(
    LocalTraining training,
    LocalTraining replay,
    HeldOutEvaluation evaluation,
    UnaryOperator<RoundMarket> working,
    UnaryOperator<RoundMarket> judging) {
  static Ways honest(LocalTraining training, HeldOutEvaluation evaluation) {
    return new Ways(
        training, training, evaluation, UnaryOperator.identity(), UnaryOperator.identity());
  }

  Ways training(LocalTraining other) {
    return new Ways(other, replay, evaluation, working, judging);
  }

  Ways evaluation(HeldOutEvaluation other) {
    return new Ways(training, replay, other, working, judging);
  }

  Ways working(UnaryOperator<RoundMarket> other) {
    return new Ways(training, replay, evaluation, other, judging);
  }

  Ways judging(UnaryOperator<RoundMarket> other) {
    return new Ways(training, replay, evaluation, working, other);
  }
}
