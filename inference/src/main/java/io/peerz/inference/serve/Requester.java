package io.peerz.inference.serve;

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

/** The key that speaks for a channel's payer in one session: its own, or one it delegated to. */
record Requester(Address address) {

  /** Finds who opened a session and refuses anyone but the payer and its session key. */
  static Requester of(
      ClientMessage.Open open,
      Digest nodeId,
      Collateral collateral,
      Domain paymentChannels,
      long nowSeconds) {
    Address signer = Recovery.signer(SessionIds.openDigest(open.sessionId(), nodeId), open.proof());
    if (!signer.equals(collateral.payer())) {
      Require.that(
          open.delegation().isPresent(),
          BAD_SIGNATURE,
          "the session was opened by " + signer + " but the payer is " + collateral.payer());
      requireDelegated(signer, open.delegation().get(), collateral, paymentChannels, nowSeconds);
    }
    return new Requester(signer);
  }

  /** Refuses a countersignature of somebody else. */
  void requireSigned(Digest digest, Signature signature) {
    Recovery.requireSigner(digest, signature, address);
  }

  private static void requireDelegated(
      Address signer,
      Delegation delegation,
      Collateral collateral,
      Domain paymentChannels,
      long nowSeconds) {
    SessionKey key = delegation.sessionKey();
    Require.that(
        key.key().equals(signer) && key.channelId().equals(collateral.channelId()),
        BAD_SIGNATURE,
        "the session was opened by " + signer + ", whom the delegation does not name");
    Require.that(
        nowSeconds <= key.validUntilSeconds(),
        BAD_SIGNATURE,
        "the session key has expired; delegate to a new one");
    Recovery.requireSigner(
        paymentChannels.digestOf(key.structHash()), delegation.payerSig(), collateral.payer());
  }
}
