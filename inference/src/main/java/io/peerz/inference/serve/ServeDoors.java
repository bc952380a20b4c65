package io.peerz.inference.serve;

import io.peerz.proof.journal.SigningJournal;
import io.peerz.proof.receipt.ReceiptSink;
import java.util.Objects;

/** What a shard server needs from the rest of its node. */
public record ServeDoors(
    SigningJournal journal,
    PaymentDesk desk,
    ReceiptSink receipts,
    EpochClock epochs,
    AdapterSource adapters) {
  public ServeDoors {
    Objects.requireNonNull(journal);
    Objects.requireNonNull(desk);
    Objects.requireNonNull(receipts);
    Objects.requireNonNull(epochs);
    Objects.requireNonNull(adapters);
  }

  /** Doors of a node that serves bases alone. */
  public ServeDoors(
      SigningJournal journal, PaymentDesk desk, ReceiptSink receipts, EpochClock epochs) {
    this(journal, desk, receipts, epochs, AdapterSource.NONE);
  }
}
