package io.peerz.proof.receipt;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.Objects;

/**
 * The requester's countersignature of a receipt, with what he measured.
 *
 * @param receipt struct hash of the {@link InferenceReceipt}
 * @param onTime the chunk came within the latency and rate that its node had quoted
 */
public record Delivery(Digest receipt, boolean onTime) {
  public static final String TYPE = "Delivery(bytes32 receipt,bool onTime)";
  private static final Digest TYPE_HASH = Keccak.hash(TYPE);

  public Delivery {
    Objects.requireNonNull(receipt);
  }

  public static Delivery of(InferenceReceipt receipt, boolean onTime) {
    return new Delivery(receipt.structHash(), onTime);
  }

  public Digest structHash() {
    return new AbiWriter(3)
        .digest(TYPE_HASH)
        .digest(receipt)
        .uint(onTime ? BigInteger.ONE : BigInteger.ZERO)
        .hash();
  }
}
