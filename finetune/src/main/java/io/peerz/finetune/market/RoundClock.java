package io.peerz.finetune.market;

/**
 * The phase of a round as a pure function of what the chain shows and the chain's time. Every phase
 * ends at a deadline, or as soon as everybody in it has moved, so nobody can hold a round up.
 */
public final class RoundClock {
  private RoundClock() {}

  /** The same answer as the contract's own view. */
  public static RoundPhase phase(JobTerms terms, RoundView round, long nowSeconds) {
    int claimed = round.units().size();
    if (round.settled()) {
      return new RoundPhase.Settled();
    }
    if (nowSeconds < round.claimUntilSeconds() && claimed < terms.pay().unitsPerRound()) {
      return new RoundPhase.Claim(round.claimUntilSeconds());
    }
    if (claimed == 0) {
      return new RoundPhase.Settle();
    }
    long committed = round.committed();
    if (nowSeconds < round.commitUntilSeconds() && committed < claimed) {
      return new RoundPhase.Commit(round.commitUntilSeconds());
    }
    if (committed == 0) {
      return new RoundPhase.Settle();
    }
    if (nowSeconds < round.revealUntilSeconds()) {
      return new RoundPhase.Reveal(round.revealUntilSeconds());
    }
    return afterReveal(terms, round, nowSeconds);
  }

  private static RoundPhase afterReveal(JobTerms terms, RoundView round, long nowSeconds) {
    if (round.counted().isEmpty()) {
      return new RoundPhase.Settle();
    }
    long finalizedAt = round.task().map(TaskView::finalizedAtSeconds).orElse(0L);
    if (finalizedAt == 0) {
      return new RoundPhase.Evaluate();
    }
    long until = finalizedAt + terms.challengeSeconds();
    return nowSeconds < until ? new RoundPhase.Challenge(until) : new RoundPhase.Settle();
  }
}
