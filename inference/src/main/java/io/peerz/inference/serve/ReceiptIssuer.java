package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.EQUIVOCATION_REFUSED;

import io.peerz.inference.wire.ServerCodec;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.SigningJournal;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.NodeReceipt;
import io.peerz.proof.sign.Recovery;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Signs receipts. The journal has the receipt on disk before the signature is returned, so a node
 * that crashes in between sends the same receipt again and never signs a second one for its slot.
 * Blocking: virtual threads.
 */
final class ReceiptIssuer {
  private final NodeIdentity identity;
  private final Domain domain;
  private final SigningJournal journal;
  private final EpochClock epochs;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  ReceiptIssuer(
      NodeIdentity identity,
      Domain domain,
      SigningJournal journal,
      EpochClock epochs,
      InstantSource clock) {
    this.identity = identity;
    this.domain = domain;
    this.journal = journal;
    this.epochs = epochs;
    this.clock = clock;
  }

  ServerMessage.Receipt issue(ReceiptDraft draft) {
    Digest slotKey = draft.at(Digest.ZERO, 0, 0).slotKey();
    Optional<ServerMessage.Receipt> earlier =
        journal.find(slotKey).map(entry -> ServerCodec.decodeBytes(entry.payload()));
    if (earlier.isPresent()) {
      Require.that(
          draft.agreesWith(earlier.get()),
          EQUIVOCATION_REFUSED,
          "this node signed another receipt for chunk "
              + draft.seq()
              + " of this session before; begin a session with a new nonce");
      return earlier.get();
    }
    ServerMessage.Receipt receipt = sign(draft);
    Digest digest = domain.digestOf(receipt.signed().receipt().structHash());
    journal.record(new SigningJournal.Entry(slotKey, digest, ServerCodec.encodeBytes(receipt)));
    return receipt;
  }

  /** Refuses the receipt of another node that this key did not sign. */
  void requireSignedBy(Address signer, ServerMessage.Receipt receipt) {
    Recovery.requireSigner(
        domain.digestOf(receipt.signed().receipt().structHash()),
        receipt.signed().nodeSig(),
        signer);
  }

  private ServerMessage.Receipt sign(ReceiptDraft draft) {
    byte[] salt = new byte[Digest.LENGTH];
    random.nextBytes(salt);
    InferenceReceipt receipt =
        draft.at(Digest.of(salt), epochs.currentEpoch(), clock.instant().getEpochSecond());
    NodeReceipt signed =
        new NodeReceipt(receipt, identity.key().sign(domain.digestOf(receipt.structHash())));
    return new ServerMessage.Receipt(signed, Digest.of(salt), List.of());
  }
}
