package io.peerz.proof.score;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import java.math.BigInteger;

/**
 * What a round of a fine-tuning job pays.
 *
 * @param baseWei budget for verified work
 * @param improvementWei budget for measured improvement
 * @param unitsPerRound planned units
 * @param unitMacs planned cost of one unit
 * @param targetGain gain at which one unit earns the full improvement price, in nano-nats per token
 */
public record RoundTerms(
    BigInteger baseWei,
    BigInteger improvementWei,
    int unitsPerRound,
    BigInteger unitMacs,
    long targetGain) {
  public RoundTerms {
    Require.uint(BAD_REQUEST, "baseWei", baseWei, 128);
    Require.uint(BAD_REQUEST, "improvementWei", improvementWei, 128);
    Require.range(BAD_REQUEST, "unitsPerRound", unitsPerRound, 1, 16);
    Require.uint(BAD_REQUEST, "unitMacs", unitMacs, 128);
    Require.that(unitMacs.signum() > 0, BAD_REQUEST, "unitMacs must be positive");
    Require.range(BAD_REQUEST, "targetGain", targetGain, 1, Long.MAX_VALUE);
  }

  /** C_plan: the cost of the whole round. */
  public BigInteger planMacs() {
    return unitMacs.multiply(BigInteger.valueOf(unitsPerRound));
  }
}
