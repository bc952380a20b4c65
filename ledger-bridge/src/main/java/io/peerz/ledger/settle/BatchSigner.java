package io.peerz.ledger.settle;

import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.SigningJournal;
import io.peerz.proof.receipt.BatchHeader;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;

/**
 * Signs batch headers with the node's key, through the journal: one epoch, one header, for ever.
 */
final class BatchSigner {
  private final SigningKey signer;
  private final SigningJournal journal;
  private final Domain contributionLedger;

  BatchSigner(SigningKey signer, SigningJournal journal, Domain contributionLedger) {
    this.signer = signer;
    this.journal = journal;
    this.contributionLedger = contributionLedger;
  }

  Signature sign(BatchHeader header) {
    Digest digest = contributionLedger.digestOf(header.structHash());
    Signature signature = signer.sign(digest);
    SigningJournal.Entry entry =
        journal.record(new SigningJournal.Entry(header.slotKey(), digest, signature.bytes()));
    return Signature.of(entry.payload());
  }
}
