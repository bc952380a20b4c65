package io.peerz.ledger.finetune;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;

/**
 * A committee's task.
 *
 * @param commitBySeconds from then on no seat commits
 * @param revealBySeconds from then on no seat reveals
 * @param finalizedAtSeconds 0 while it runs
 * @param agreeing seats that revealed the agreed result
 * @param resultHash the agreed result; zero without one
 * @param seats empty before the draw
 */
public record CommitteeTask(
    Digest taskId,
    Status status,
    long commitBySeconds,
    long revealBySeconds,
    long finalizedAtSeconds,
    int agreeing,
    BigInteger feePerSeatWei,
    Digest resultHash,
    List<Seat> seats) {
  /** Names and order are the contract's. */
  public enum Status {
    NONE,
    OPEN,
    DRAWN,
    AGREED,
    FAILED;

    public static Status of(BigInteger onChain) {
      int ordinal = onChain.intValueExact();
      if (ordinal >= values().length) {
        throw new PeerzException(
            ErrorCode.CHAIN_MISMATCH,
            "unknown status " + ordinal + " on chain; this program is older than its contracts");
      }
      return values()[ordinal];
    }
  }

  /** A drawn seat; one node may hold several. */
  public record Seat(
      int seat, Digest evaluator, boolean committed, Digest resultHash, boolean paid) {
    public boolean revealed() {
      return !resultHash.equals(Digest.ZERO);
    }
  }

  public CommitteeTask {
    seats = List.copyOf(seats);
  }

  /** Whether a seat revealed what was agreed on: it has earned its fee. */
  public boolean agrees(Seat seat) {
    return status == Status.AGREED && seat.revealed() && seat.resultHash().equals(resultHash);
  }
}
