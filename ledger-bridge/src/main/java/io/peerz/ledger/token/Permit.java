package io.peerz.ledger.token;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.Deployment;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * An EIP-2612 permit: the owner's signature that lets one contract take tokens, so that no separate
 * approval has to be sent.
 */
public record Permit(
    Address spender,
    BigInteger valueWei,
    BigInteger nonce,
    BigInteger deadlineSeconds,
    Signature signature) {
  private static final Digest TYPE_HASH =
      Keccak.hash(
          "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
  private static final long VALID_SECONDS = 3_600;

  /** Signs a permit that is good for an hour of the chain's time. */
  public static Permit sign(
      ChainClient chain, SigningKey owner, Address spender, BigInteger valueWei) {
    Contracts contracts = chain.contracts();
    BigInteger nonce = contracts.read(contracts.token().nonces(owner.address().hex()));
    BigInteger deadline = BigInteger.valueOf(chain.headTimeSeconds() + VALID_SECONDS);
    Digest struct =
        new AbiWriter(6)
            .digest(TYPE_HASH)
            .address(owner.address())
            .address(spender)
            .uint(valueWei)
            .uint(nonce)
            .uint(deadline)
            .hash();
    Signature signature = owner.sign(domain(contracts.deployment()).digestOf(struct));
    return new Permit(spender, valueWei, nonce, deadline, signature);
  }

  private static Domain domain(Deployment deployment) {
    return Domain.ofContract("PeerzToken", deployment.chainId(), deployment.token());
  }

  public BigInteger v() {
    return BigInteger.valueOf(signature.bytes()[64]);
  }

  public byte[] r() {
    return Arrays.copyOfRange(signature.bytes(), 0, 32);
  }

  public byte[] s() {
    return Arrays.copyOfRange(signature.bytes(), 32, 64);
  }
}
