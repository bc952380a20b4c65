package io.peerz.ledger.finetune;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;

/**
 * What a client fixes for a whole job.
 *
 * @param modelId the base
 * @param firstAdapterRoot root of the adapter state before round 0
 * @param trainRoot Merkle root of the train slices
 * @param heldOutRoot Merkle root of the held-out slices
 * @param recipeHash how units train and rounds merge
 * @param kappaMilli standard errors taken off a gain, in thousandths
 */
public record JobOffer(
    Digest modelId,
    Digest firstAdapterRoot,
    Digest trainRoot,
    Digest heldOutRoot,
    Digest recipeHash,
    int rounds,
    int unitsPerRound,
    int seats,
    int kappaMilli,
    UnitWork work,
    JobPrices prices,
    JobDeadlines deadlines) {

  /** What posting the job takes from the client; whatever is not earned comes back. */
  public BigInteger escrowWei() {
    BigInteger seatFees = prices.feePerSeatWei().multiply(BigInteger.valueOf(seats));
    return prices
        .basePerRoundWei()
        .add(prices.improvementPerRoundWei())
        .add(seatFees)
        .multiply(BigInteger.valueOf(rounds));
  }
}
