package io.peerz.ledger.outbox;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.VoucherCodec;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL of the tables {@code vouchers} and {@code delegations}. */
final class VoucherDao {
  private VoucherDao() {}

  static Optional<SignedVoucher> find(Handle handle, Digest channelId) {
    return handle
        .createQuery("SELECT encoded FROM vouchers WHERE channel_id = :channel")
        .bind("channel", channelId.bytes())
        .map((row, context) -> VoucherCodec.decode(row.getBytes(1)))
        .findOne();
  }

  static List<SignedVoucher> all(Handle handle) {
    return handle
        .createQuery("SELECT encoded FROM vouchers ORDER BY channel_id")
        .map((row, context) -> VoucherCodec.decode(row.getBytes(1)))
        .list();
  }

  static void replace(Handle handle, SignedVoucher signed) {
    handle
        .createUpdate("INSERT OR REPLACE INTO vouchers VALUES (:channel, :encoded)")
        .bind("channel", signed.voucher().channelId().bytes())
        .bind("encoded", VoucherCodec.encode(signed))
        .execute();
  }

  static void keepDelegation(Handle handle, SignedVoucher signed, Address sessionKey) {
    handle
        .createUpdate("INSERT OR REPLACE INTO delegations VALUES (:channel, :key, :encoded)")
        .bind("channel", signed.voucher().channelId().bytes())
        .bind("key", sessionKey.bytes())
        .bind("encoded", VoucherCodec.encode(signed))
        .execute();
  }

  static Optional<SignedVoucher> delegated(Handle handle, Digest channelId, Address sessionKey) {
    return handle
        .createQuery(
            "SELECT encoded FROM delegations WHERE channel_id = :channel AND session_key = :key")
        .bind("channel", channelId.bytes())
        .bind("key", sessionKey.bytes())
        .map((row, context) -> VoucherCodec.decode(row.getBytes(1)))
        .findOne();
  }
}
