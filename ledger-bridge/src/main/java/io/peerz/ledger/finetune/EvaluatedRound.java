package io.peerz.ledger.finetune;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;

/** What the contract computed from a committee's losses, by position in the order. */
public record EvaluatedRound(int round, List<Unit> units, Digest transaction) {
  /**
   * One unit's measurement.
   *
   * @param verdict 0 joined, 1 left out, 2 caught
   * @param doubledGain twice its mean marginal gain, nano-nats per token
   * @param paidGain what it is paid for
   */
  public record Unit(int unit, int verdict, BigInteger doubledGain, long paidGain) {}

  public EvaluatedRound {
    units = List.copyOf(units);
  }
}
