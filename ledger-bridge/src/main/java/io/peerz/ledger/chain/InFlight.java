package io.peerz.ledger.chain;

import io.peerz.proof.error.PeerzException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A nonce in use and who waits for it. Owned by the sender thread. */
final class InFlight {
  private LoggedTransaction transaction;
  private final List<Submission> waiting = new ArrayList<>();
  private TxReceiptView confirmed;
  private PeerzException failure;
  private long sentAtNanos;
  private int pollsWithoutReceipt;

  InFlight(LoggedTransaction transaction, long nowNanos) {
    this.transaction = transaction;
    this.sentAtNanos = nowNanos;
  }

  LoggedTransaction transaction() {
    return transaction;
  }

  long nonce() {
    return transaction.nonce();
  }

  void replace(LoggedTransaction next) {
    transaction = next;
  }

  void sentAt(long nowNanos) {
    sentAtNanos = nowNanos;
  }

  boolean sentBefore(long nanos) {
    return sentAtNanos - nanos < 0;
  }

  /** Joins a caller, who hears at once when the outcome is known already. */
  void join(Submission submission) {
    waiting.add(submission);
    tellOutcome();
  }

  void confirm(TxReceiptView receipt, Optional<PeerzException> revert) {
    confirmed = receipt;
    failure = revert.orElse(null);
    tellOutcome();
  }

  private void tellOutcome() {
    if (confirmed == null) {
      return;
    }
    for (Submission submission : waiting) {
      if (failure != null) {
        submission.done().completeExceptionally(failure);
      } else {
        submission.done().complete(ConfirmedTx.of(confirmed));
      }
    }
    waiting.clear();
  }

  /** A reorganisation took the block away: what was said stays said, but it must be mined again. */
  void unconfirm() {
    confirmed = null;
    failure = null;
  }

  boolean isConfirmed() {
    return confirmed != null;
  }

  boolean hasFailed() {
    return failure != null;
  }

  long confirmedBlock() {
    return confirmed.block();
  }

  int missReceipt() {
    return ++pollsWithoutReceipt;
  }

  void sawReceipt() {
    pollsWithoutReceipt = 0;
  }

  List<Submission> takeWaiting() {
    List<Submission> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }
}
