package io.peerz.proof.announce;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A node key's consent to be used by an owner, so that nobody registers a key that is not his.
 *
 * @param owner the account that stakes, claims and withdraws
 * @param signer the node's key, which signs this
 * @param nonce the registry's nonce of the signer (uint256)
 */
public record NodeBinding(Address owner, Address signer, BigInteger nonce) {
  public static final String TYPE = "NodeBinding(address owner,address signer,uint256 nonce)";
  private static final Digest TYPE_HASH = Keccak.hash(TYPE);
  private static final byte[] NODE_ID_TAG = "peerz/node/1".getBytes(StandardCharsets.US_ASCII);

  public NodeBinding {
    Objects.requireNonNull(owner);
    Objects.requireNonNull(signer);
    Require.uint(BAD_REQUEST, "nonce", nonce, 256);
  }

  public Digest structHash() {
    return new AbiWriter(4).digest(TYPE_HASH).address(owner).address(signer).uint(nonce).hash();
  }

  /** keccak("peerz/node/1" ‖ signer): the id a node keeps for ever, made of its first key. */
  public static Digest nodeIdOf(Address firstSigner) {
    return Keccak.hash(NODE_ID_TAG, firstSigner.bytes());
  }
}
