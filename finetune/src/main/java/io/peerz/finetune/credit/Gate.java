package io.peerz.finetune.credit;

import io.peerz.finetune.market.JobTerms;
import io.peerz.finetune.market.RoundGains;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;

/**
 * What an update must pass alone to join the others.
 *
 * @param slots units that the job plans for a round: an update is tried with the weight 1/slots
 * @param kappaMilli standard errors by which its gain must stand out, in thousandths
 */
public record Gate(int slots, int kappaMilli) {
  private static final int MOST_SLOTS = 16;

  public Gate {
    Require.range(ErrorCode.BAD_REQUEST, "units of a round", slots, 1, MOST_SLOTS);
  }

  /** The gate of a job: the same in all its rounds, whoever takes part. */
  public static Gate of(JobTerms terms) {
    return new Gate(terms.pay().unitsPerRound(), terms.kappaMilli());
  }

  boolean passes(long gain, long standardError) {
    return RoundGains.standsOut(gain, standardError, kappaMilli);
  }
}
