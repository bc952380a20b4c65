package io.peerz.finetune.duty;

import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundClock;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.RoundPhase;
import io.peerz.finetune.market.RoundView;
import io.peerz.proof.id.Digest;

/**
 * A round as it is at one moment.
 *
 * @param nowSeconds the chain's time
 */
public record RoundNow(JobView job, RoundView view, RoundPhase phase, long nowSeconds) {
  /** Looks at the market. The job is read last, so it knows of every round that the view shows. */
  public static RoundNow look(RoundMarket market, Digest jobId, int round) {
    RoundView view = market.round(jobId, round);
    JobView job = market.job(jobId);
    long now = market.nowSeconds();
    return new RoundNow(job, view, RoundClock.phase(job.terms(), view, now), now);
  }

  Digest jobId() {
    return view.jobId();
  }

  int round() {
    return view.round();
  }
}
