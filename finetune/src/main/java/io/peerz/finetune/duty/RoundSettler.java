package io.peerz.finetune.duty;

import io.peerz.finetune.market.RoundPhase;

/**
 * Makes the next adapter of a settled round and checks it against the chain, so that a node always
 * has the state it needs for the next one.
 */
public final class RoundSettler implements RoundDuty {
  private final AdapterHistory history;

  public RoundSettler(AdapterHistory history) {
    this.history = history;
  }

  @Override
  public Progress tick(RoundNow now) {
    if (!(now.phase() instanceof RoundPhase.Settled)) {
      return Progress.WAITING;
    }
    history.after(now.job(), now.round());
    return Progress.DONE;
  }
}
