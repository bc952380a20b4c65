package io.peerz.finetune.trial;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;

/**
 * Evaluators of equal stake, one of whom may cheat, by the contract's rules: seats are drawn with
 * replacement, two thirds of the drawn seats must report the same, those earn a fee, and whoever
 * does not reveal loses stake.
 */
final class TrialCommittee {
  static final int MEMBERS = 10;
  static final int SEATS = 7;
  private static final BigInteger FEE_WEI = TrialTerms.PRZ;
  private static final BigInteger SILENCE_WEI = TrialTerms.PRZ.multiply(BigInteger.valueOf(5));

  private final SeatConduct cheat;
  private int cheatSeats;
  private int failedRounds;
  private BigInteger honestWei = BigInteger.ZERO;
  private BigInteger cheatWei = BigInteger.ZERO;

  TrialCommittee(SeatConduct cheat) {
    this.cheat = cheat;
  }

  /** Draws the seats of a round and pays them; whether the honest seats' report is the result. */
  boolean agrees(Digest seed, int round) {
    int cheating = 0;
    for (int seat = 0; seat < SEATS; seat++) {
      Digest drawn = new AbiWriter(3).digest(seed).uint(round).uint(seat).hash();
      boolean cheats =
          new BigInteger(1, drawn.bytes()).mod(BigInteger.valueOf(MEMBERS)).signum() == 0;
      cheating += cheats && cheat != SeatConduct.HONEST ? 1 : 0;
    }
    int agreeing = SEATS - cheating;
    boolean agreed = 3 * agreeing >= 2 * SEATS;
    cheatSeats += cheating;
    failedRounds += agreed ? 0 : 1;
    if (agreed) {
      honestWei = honestWei.add(FEE_WEI.multiply(BigInteger.valueOf(agreeing)));
    }
    if (!cheat.reveals()) {
      cheatWei = cheatWei.subtract(SILENCE_WEI.multiply(BigInteger.valueOf(cheating)));
    }
    return agreed;
  }

  int cheatSeats() {
    return cheatSeats;
  }

  /** Rounds that ended without a result: work is paid, nothing is merged. */
  int failedRounds() {
    return failedRounds;
  }

  /** Mean over the honest members. */
  BigInteger honestWei() {
    return honestWei.divide(BigInteger.valueOf(MEMBERS - 1L));
  }

  BigInteger cheatWei() {
    return cheatWei;
  }
}
