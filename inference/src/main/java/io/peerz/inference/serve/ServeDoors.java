package io.peerz.inference.serve;

import io.peerz.inference.evidence.WorkKeeper;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.journal.SigningJournal;
import io.peerz.proof.receipt.ReceiptSink;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What a shard server needs from the rest of its node.
 *
 * @param peers whom a client may make this node push to; answers from memory or a quick look
 * @param work keeps each chunk before its receipt leaves
 */
public record ServeDoors(
    SigningJournal journal,
    PaymentDesk desk,
    ReceiptSink receipts,
    EpochClock epochs,
    AdapterSource adapters,
    Predicate<NodeAddress> peers,
    WorkKeeper work) {
  public ServeDoors {
    Objects.requireNonNull(journal);
    Objects.requireNonNull(desk);
    Objects.requireNonNull(receipts);
    Objects.requireNonNull(epochs);
    Objects.requireNonNull(adapters);
    Objects.requireNonNull(peers);
    Objects.requireNonNull(work);
  }

  /** Doors of a node that keeps nothing of its work. */
  public ServeDoors(
      SigningJournal journal,
      PaymentDesk desk,
      ReceiptSink receipts,
      EpochClock epochs,
      AdapterSource adapters,
      Predicate<NodeAddress> peers) {
    this(journal, desk, receipts, epochs, adapters, peers, WorkKeeper.NONE);
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
