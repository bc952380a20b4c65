package io.peerz.proof.voucher;

import static io.peerz.proof.error.ErrorCode.BAD_VOUCHER;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.Objects;

/**
 * A payer's permission for another key to sign vouchers of one channel, so that a wallet signs
 * once.
 *
 * @param maxAmountWei highest cumulative amount the key may sign (uint128)
 * @param validUntilSeconds last second at which its vouchers count (uint40)
 */
public record SessionKey(
    Digest channelId, Address key, BigInteger maxAmountWei, long validUntilSeconds) {
  public static final String TYPE =
      "SessionKey(bytes32 channelId,address key,uint128 maxAmount,uint40 validUntil)";
  private static final Digest TYPE_HASH = Keccak.hash(TYPE);

  public SessionKey {
    Objects.requireNonNull(channelId);
    Objects.requireNonNull(key);
    Require.that(!key.equals(Address.ZERO), BAD_VOUCHER, "session key is the zero address");
    Require.uint(BAD_VOUCHER, "maxAmountWei", maxAmountWei, 128);
    Require.uint(BAD_VOUCHER, "validUntilSeconds", validUntilSeconds, 40);
  }

  /** Whether the chain would still take this key's signatures at that second. */
  public boolean validAt(long seconds) {
    return seconds <= validUntilSeconds;
  }

  public Digest structHash() {
    return new AbiWriter(5)
        .digest(TYPE_HASH)
        .digest(channelId)
        .address(key)
        .uint(maxAmountWei)
        .uint(validUntilSeconds)
        .hash();
  }
}
