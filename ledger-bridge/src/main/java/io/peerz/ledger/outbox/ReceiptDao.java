package io.peerz.ledger.outbox;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.ReceiptCodec;
import io.peerz.proof.receipt.SignedReceipt;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL of the table {@code receipts}. */
final class ReceiptDao {
  private static final int DIGITS_OF_128_BITS = 39;

  private ReceiptDao() {}

  static void insert(Handle handle, SignedReceipt signed) {
    handle
        .createUpdate(
            "INSERT OR IGNORE INTO receipts VALUES (:digest, :epoch, :auditable, 0, :stream,"
                + " :wei, :encoded)")
        .bind("digest", signed.receipt().structHash().bytes())
        .bind("epoch", signed.receipt().epoch())
        .bind("auditable", signed.receipt().auditable())
        .bind("stream", streamOf(signed.receipt()).bytes())
        .bind("wei", padded(signed.receipt().cumulativeAmountWei()))
        .bind("encoded", ReceiptCodec.encode(signed))
        .execute();
  }

  private static String padded(BigInteger wei) {
    String digits = wei.toString();
    return "0".repeat(DIGITS_OF_128_BITS - digits.length()) + digits;
  }

  static void markBatched(Handle handle, long epoch) {
    handle
        .createUpdate("UPDATE receipts SET batched = 1 WHERE epoch = :epoch AND auditable = 1")
        .bind("epoch", epoch)
        .execute();
  }

  static List<SignedReceipt> batched(Handle handle, long epoch) {
    return handle
        .createQuery("SELECT encoded FROM receipts WHERE epoch = :epoch AND batched = 1")
        .bind("epoch", epoch)
        .map((row, context) -> ReceiptCodec.decode(row.getBytes(1)))
        .list();
  }

  /** Epochs before a limit that have auditable receipts and no batch. */
  static List<Long> unbatchedEpochs(Handle handle, long beforeEpoch) {
    return handle
        .createQuery(
            "SELECT DISTINCT epoch FROM receipts WHERE auditable = 1 AND epoch < :before"
                + " AND epoch NOT IN (SELECT epoch FROM batches) ORDER BY epoch")
        .bind("before", beforeEpoch)
        .mapTo(Long.class)
        .list();
  }

  /** Amounts of receipts grow along one session's layer range, whatever else the channel pays. */
  static Digest streamOf(InferenceReceipt receipt) {
    ByteBuffer range = ByteBuffer.allocate(2 * Integer.BYTES);
    range.putInt(receipt.layerStart()).putInt(receipt.layerEnd());
    return Keccak.hash(receipt.sessionId().bytes(), range.array());
  }

  /** What a session's layer range had cost before an epoch. */
  static BigInteger cumulativeWeiBefore(Handle handle, Digest stream, long epoch) {
    Optional<String> wei =
        handle
            .createQuery(
                "SELECT MAX(cumulative_wei) FROM receipts WHERE stream = :stream"
                    + " AND epoch < :epoch")
            .bind("stream", stream.bytes())
            .bind("epoch", epoch)
            .mapTo(String.class)
            .findOne();
    return wei.map(BigInteger::new).orElse(BigInteger.ZERO);
  }

  static long count(Handle handle) {
    return handle.createQuery("SELECT COUNT(*) FROM receipts").mapTo(Long.class).one();
  }
}
