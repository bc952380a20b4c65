package io.peerz.finetune.duty;

import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.SigningJournal;
import io.peerz.proof.receipt.FineTuneReceipt;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;

/**
 * A node that takes part.
 *
 * @param key signs receipts
 * @param journal remembers what the key signed
 * @param market domain of the market's signatures
 * @param blobAddress who serves this node's blobs, as it stands on chain
 */
public record Participant(
    Digest nodeId, SigningKey key, SigningJournal journal, Domain market, String blobAddress) {

  /** What is signed of a receipt. */
  Digest digestOf(FineTuneReceipt receipt) {
    return market.digestOf(receipt.structHash());
  }

  /** Signs a unit's one receipt; another one for the same unit is refused. */
  Signature sign(FineTuneReceipt receipt) {
    Digest digest = digestOf(receipt);
    journal.record(new SigningJournal.Entry(receipt.slotKey(), digest, new byte[0]));
    return key.sign(digest);
  }
}
