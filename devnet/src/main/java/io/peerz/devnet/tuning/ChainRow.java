package io.peerz.devnet.tuning;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/**
 * One job on a chain, read back from it.
 *
 * @param adversary in words
 * @param honestWei mean of what the honest nodes are worth more than before
 * @param adversaryWei the same of the adversary's, per node; zero where there is none
 * @param fate of its units or seats, in words
 * @param seats that it was drawn for in each round, of {@link SmallJob#SEATS}
 * @param roundsEnded rounds that have been settled
 * @param adversaryTransactions mined from its accounts
 * @param transactions mined from all nodes' accounts and the client's
 * @param loss after the job, on unseen sentences, nano-nats per token
 * @param sameRoot whether every honest node made the adapter whose root is on chain
 * @param conserved whether the client has paid exactly what nodes earned, and contracts hold
 *     nothing
 */
public record ChainRow(
    String adversary,
    BigInteger honestWei,
    BigInteger adversaryWei,
    String fate,
    List<Integer> seats,
    int roundsEnded,
    long adversaryTransactions,
    long transactions,
    long loss,
    boolean sameRoot,
    boolean conserved) {
  private static final double NANO = 1e-9;

  public ChainRow {
    seats = List.copyOf(seats);
  }

  /**
   * Seats of rounds in which the adversary alone held the two thirds that decide: whatever it says
   * there is agreed on, and paid.
   */
  public int decidingSeats() {
    return seats.stream().filter(held -> 3 * held >= 2 * SmallJob.SEATS).mapToInt(i -> i).sum();
  }

  /** Whether the job came to its end as if nobody had cheated. */
  public boolean holds(int rounds) {
    return roundsEnded == rounds && sameRoot && conserved;
  }

  /** The row's cells, in the order of {@link #columns}. */
  public String[] cells() {
    return new String[] {
      adversary,
      prz(honestWei),
      prz(adversaryWei),
      fate,
      Integer.toString(roundsEnded),
      Long.toString(adversaryTransactions),
      Long.toString(transactions),
      String.format(Locale.ROOT, "%.3f", loss * NANO),
      sameRoot ? "yes" : "NO",
      conserved ? "yes" : "NO"
    };
  }

  public static String[] columns() {
    return new String[] {
      "adversary",
      "honest node earned",
      "it earned",
      "what became of its units or seats",
      "rounds ended",
      "its transactions",
      "all transactions",
      "final loss",
      "one root on all honest nodes",
      "money adds up"
    };
  }

  private static String prz(BigInteger wei) {
    return new BigDecimal(wei).movePointLeft(18).setScale(2, RoundingMode.FLOOR).toPlainString()
        + " PRZ";
  }
}
