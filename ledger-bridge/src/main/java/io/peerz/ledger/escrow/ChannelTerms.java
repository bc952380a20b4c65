package io.peerz.ledger.escrow;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.voucher.Collateral;
import java.math.BigInteger;

/**
 * A payment channel as the chain has it.
 *
 * @param delegate may grant session keys in the payer's place; zero where nobody may
 * @param claimedWei paid to the node so far, fees included
 * @param closesAtSeconds when a requested close takes effect; 0 while nobody asked
 */
public record ChannelTerms(
    Digest channelId,
    Address payer,
    Address delegate,
    Digest nodeId,
    BigInteger depositWei,
    BigInteger claimedWei,
    long closesAtSeconds,
    boolean closed) {

  /** What a voucher of this channel is checked against. */
  public Collateral collateral() {
    return new Collateral(channelId, payer, delegate, depositWei, closesAtSeconds);
  }

  /** Neither closed nor about to be. */
  public boolean isOpen() {
    return !closed && closesAtSeconds == 0;
  }
}
