package io.peerz.proof.encode;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.util.Objects;

/** An EIP-712 domain: a signature made in it is worth nothing on another chain or contract. */
public record Domain(String name, String version, long chainId, Address verifyingContract) {
  private static final Digest TYPE_HASH =
      Keccak.hash(
          "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  private static final byte[] PREFIX = {0x19, 0x01};

  public Domain {
    Objects.requireNonNull(name);
    Objects.requireNonNull(version);
    Objects.requireNonNull(verifyingContract);
    Require.range(BAD_REQUEST, "chainId", chainId, 1, Long.MAX_VALUE);
  }

  /** The domain of one of our contracts, for instance {@code Peerz.PaymentChannels}. */
  public static Domain ofContract(String contract, long chainId, Address address) {
    return new Domain("Peerz." + contract, "1", chainId, address);
  }

  public Digest separator() {
    return new AbiWriter(5)
        .digest(TYPE_HASH)
        .digest(Keccak.hash(name))
        .digest(Keccak.hash(version))
        .uint(chainId)
        .address(verifyingContract)
        .hash();
  }

  /** What is signed: keccak(0x1901 ‖ separator ‖ structHash). */
  public Digest digestOf(Digest structHash) {
    return Keccak.hash(PREFIX, separator().bytes(), structHash.bytes());
  }
}
