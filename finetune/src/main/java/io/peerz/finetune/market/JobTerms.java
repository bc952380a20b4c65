package io.peerz.finetune.market;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import io.peerz.proof.score.RoundTerms;

/**
 * What a job fixes for all its rounds.
 *
 * @param pay terms of the pay formula
 * @param rounds planned
 * @param seats evaluators of a round
 * @param kappaMilli standard errors taken off a gain, in thousandths
 * @param evaluateSeconds from opening an evaluation to its end; half to commit, half to reveal
 * @param challengeSeconds between the committee's result and settling
 */
public record JobTerms(
    RoundTerms pay,
    int rounds,
    int seats,
    int kappaMilli,
    long evaluateSeconds,
    long challengeSeconds) {
  public JobTerms {
    Require.range(BAD_REQUEST, "rounds", rounds, 1, 1000);
    Require.range(BAD_REQUEST, "seats", seats, 1, 21);
    Require.uint(BAD_REQUEST, "kappa", kappaMilli, 16);
    Require.range(BAD_REQUEST, "seconds to evaluate", evaluateSeconds, 2, 0xFFFFFFFFL);
    Require.range(BAD_REQUEST, "seconds to challenge", challengeSeconds, 1, 0xFFFFFFFFL);
  }
}
