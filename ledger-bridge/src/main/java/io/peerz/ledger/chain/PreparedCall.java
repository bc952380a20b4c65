package io.peerz.ledger.chain;

import io.peerz.proof.id.Address;
import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;

/**
 * What should happen on chain, before it has a nonce or a fee. The intent id names the wish, not
 * the transaction: making the same call again with the same id joins or returns the earlier one.
 *
 * @param intentId unique per wish, for instance {@code submitBatch:0x12…}
 * @param to the contract or account; empty to create a contract
 * @param data 0x-prefixed call data
 * @param what a few words for errors and logs, for instance {@code submit batch of epoch 7}
 */
public record PreparedCall(
    String intentId, Optional<Address> to, String data, BigInteger valueWei, String what) {

  public PreparedCall {
    Objects.requireNonNull(to);
    Objects.requireNonNull(what);
    if (intentId.isBlank() || !data.startsWith("0x") || valueWei.signum() < 0) {
      throw new IllegalArgumentException("not a call: " + intentId);
    }
  }

  /** A call of a contract that moves none of the chain's own coin. */
  public static PreparedCall of(String intentId, Address to, String data, String what) {
    return new PreparedCall(intentId, Optional.of(to), data, BigInteger.ZERO, what);
  }

  /** A plain transfer of the chain's own coin, which pays for gas. */
  public static PreparedCall transfer(String intentId, Address to, BigInteger valueWei) {
    return new PreparedCall(
        intentId, Optional.of(to), "0x", valueWei, "send " + valueWei + " wei to " + to);
  }

  /** The creation of a contract from its bytecode followed by the encoded arguments. */
  public static PreparedCall create(String intentId, String data, String what) {
    return new PreparedCall(intentId, Optional.empty(), data, BigInteger.ZERO, what);
  }
}
