package io.peerz.inference.serve;

import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.journal.SigningJournal;
import io.peerz.proof.receipt.ReceiptSink;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What a shard server needs from the rest of its node.
 *
 * @param peers whom a client may make this node push to; answers from memory or a quick look
 */
public record ServeDoors(
    SigningJournal journal,
    PaymentDesk desk,
    ReceiptSink receipts,
    EpochClock epochs,
    AdapterSource adapters,
    Predicate<NodeAddress> peers) {
  public ServeDoors {
    Objects.requireNonNull(journal);
    Objects.requireNonNull(desk);
    Objects.requireNonNull(receipts);
    Objects.requireNonNull(epochs);
    Objects.requireNonNull(adapters);
    Objects.requireNonNull(peers);
  }

  /** Doors of a node that pushes to whomever its clients name. */
  public ServeDoors(
      SigningJournal journal,
      PaymentDesk desk,
      ReceiptSink receipts,
      EpochClock epochs,
      AdapterSource adapters) {
    this(journal, desk, receipts, epochs, adapters, address -> true);
  }

  /** Doors of a node that serves bases alone and pushes to whomever its clients name. */
  public ServeDoors(
      SigningJournal journal, PaymentDesk desk, ReceiptSink receipts, EpochClock epochs) {
    this(journal, desk, receipts, epochs, AdapterSource.NONE, address -> true);
  }
}
