package io.peerz.ledger.outbox;

import io.peerz.ledger.store.Database;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.ReceiptSink;
import io.peerz.proof.receipt.SignedReceipt;
import java.math.BigInteger;
import java.util.List;

/** Keeps countersigned receipts until, and after, they are settled: audits may ask for them. */
public final class ReceiptOutbox implements ReceiptSink {
  private final Database database;

  public ReceiptOutbox(Database database) {
    this.database = database;
  }

  @Override
  public void accept(SignedReceipt receipt) {
    database.with(
        handle -> {
          ReceiptDao.insert(handle, receipt);
          return null;
        });
  }

  /** Fixes which receipts of an epoch its batch holds: the auditable ones that are here now. */
  public List<SignedReceipt> drawLine(long epoch) {
    return database.with(
        handle -> {
          ReceiptDao.markBatched(handle, epoch);
          return ReceiptDao.batched(handle, epoch);
        });
  }

  /** The receipts of an epoch that its batch holds; one that came late is not among them. */
  public List<SignedReceipt> batched(long epoch) {
    return database.with(handle -> ReceiptDao.batched(handle, epoch));
  }

  /** Epochs before a limit that have auditable receipts and no batch yet, oldest first. */
  public List<Long> unbatchedEpochs(long beforeEpoch) {
    return database.with(handle -> ReceiptDao.unbatchedEpochs(handle, beforeEpoch));
  }

  /** Names the session and layer range along which a receipt's amounts grow. */
  public static Digest streamOf(InferenceReceipt receipt) {
    return ReceiptDao.streamOf(receipt);
  }

  /** What the receipt's session and layer range had cost, in wei, before an epoch began. */
  public BigInteger cumulativeWeiBefore(InferenceReceipt receipt, long epoch) {
    Digest stream = ReceiptDao.streamOf(receipt);
    return database.with(handle -> ReceiptDao.cumulativeWeiBefore(handle, stream, epoch));
  }

  public long count() {
    return database.with(ReceiptDao::count);
  }
}
