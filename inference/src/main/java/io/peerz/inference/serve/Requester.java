package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;
import static io.peerz.proof.error.ErrorCode.BAD_SIGNATURE;

import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.SessionIds;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.Recovery;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.voucher.Collateral;
import io.peerz.proof.voucher.Delegation;
import io.peerz.proof.voucher.SessionKey;
import java.util.Optional;

/**
 * The key that speaks for a channel's payer in one session: its own, or one it delegated to.
 *
 * @param delegated the delegation, where it is not the payer's own key
 */
record Requester(Address address, Optional<SessionKey> delegated) {

  /** Finds who opened a session and refuses anyone but the payer and its session key. */
  static Requester of(
      ClientMessage.Open open, Digest nodeId, Collateral collateral, Domain paymentChannels) {
    Address signer = Recovery.signer(SessionIds.openDigest(open.sessionId(), nodeId), open.proof());
    if (signer.equals(collateral.payer())) {
      return new Requester(signer, Optional.empty());
    }
    Require.that(
        open.delegation().isPresent(),
        BAD_SIGNATURE,
        "the session was opened by " + signer + " but the payer is " + collateral.payer());
    Delegation delegation = open.delegation().get();
    Require.that(
        delegation.sessionKey().key().equals(signer),
        BAD_SIGNATURE,
        "the session was opened by " + signer + ", whom the delegation does not name");
    collateral.requireGranted(delegation, paymentChannels);
    return new Requester(signer, Optional.of(delegation.sessionKey()));
  }

  /** Refuses a session key that the chain may no longer take at that second. */
  void requireValidAt(long seconds) {
    Require.that(
        delegated.map(key -> key.validAt(seconds)).orElse(true),
        BAD_REQUEST,
        "the session key expires before its vouchers could be redeemed; delegate to a new one");
  }

  /** Refuses a countersignature of somebody else. */
  void requireSigned(Digest digest, Signature signature) {
    Recovery.requireSigner(digest, signature, address);
  }
}
