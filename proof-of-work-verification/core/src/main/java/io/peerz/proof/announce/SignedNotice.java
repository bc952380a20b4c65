package io.peerz.proof.announce;

import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Address;
import io.peerz.proof.sign.Recovery;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import java.util.Objects;

/** A notice and its node's signature in the domain of the node registry. */
public record SignedNotice(ShardNotice notice, Signature signature) {
  public SignedNotice {
    Objects.requireNonNull(notice);
    Objects.requireNonNull(signature);
  }

  public static SignedNotice by(SigningKey key, ShardNotice notice, Domain nodeRegistry) {
    return new SignedNotice(notice, key.sign(nodeRegistry.digestOf(notice.structHash())));
  }

  /** Refuses with BAD_SIGNATURE what somebody else than {@code signer} signed. */
  public void requireSigner(Address signer, Domain nodeRegistry) {
    Recovery.requireSigner(nodeRegistry.digestOf(notice.structHash()), signature, signer);
  }
}
