package io.peerz.ledger.escrow;

import io.peerz.ledger.escrow.PurseStore.Promised;
import io.peerz.proof.id.Digest;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL of the purse. */
final class PurseDao {
  private PurseDao() {}

  static void insert(Handle handle, Digest channelId, Digest nodeId) {
    handle
        .createUpdate(
            "INSERT OR IGNORE INTO channels VALUES (:channel, :node, '0', '0', '0', :none)")
        .bind("channel", channelId.bytes())
        .bind("node", nodeId.bytes())
        .bind("none", Digest.ZERO.bytes())
        .execute();
  }

  static void setDeposit(Handle handle, Digest channelId, BigInteger depositWei) {
    handle
        .createUpdate("UPDATE channels SET deposit_wei = :deposit WHERE channel_id = :channel")
        .bind("deposit", depositWei.toString())
        .bind("channel", channelId.bytes())
        .execute();
  }

  static void raiseAmount(Handle handle, Digest channelId, BigInteger amountWei) {
    handle
        .createUpdate("UPDATE channels SET cumulative_wei = :amount WHERE channel_id = :channel")
        .bind("amount", amountWei.toString())
        .bind("channel", channelId.bytes())
        .execute();
  }

  static void update(Handle handle, Voucher voucher) {
    handle
        .createUpdate(
            "UPDATE channels SET cumulative_wei = :amount, cumulative_macs = :macs,"
                + " receipt_head = :head WHERE channel_id = :channel")
        .bind("amount", voucher.cumulativeAmountWei().toString())
        .bind("macs", voucher.cumulativeMacs().toString())
        .bind("head", voucher.receiptHead().bytes())
        .bind("channel", voucher.channelId().bytes())
        .execute();
  }

  static void delete(Handle handle, Digest channelId) {
    handle
        .createUpdate("DELETE FROM channels WHERE channel_id = :channel")
        .bind("channel", channelId.bytes())
        .execute();
  }

  static Optional<Promised> find(Handle handle, Digest channelId) {
    return handle
        .createQuery("SELECT * FROM channels WHERE channel_id = :channel")
        .bind("channel", channelId.bytes())
        .map((row, context) -> read(row))
        .findOne();
  }

  static List<Promised> all(Handle handle) {
    return handle
        .createQuery("SELECT * FROM channels ORDER BY channel_id")
        .map((row, context) -> read(row))
        .list();
  }

  private static Promised read(ResultSet row) throws SQLException {
    return new Promised(
        Digest.of(row.getBytes("node_id")),
        new BigInteger(row.getString("deposit_wei")),
        new Voucher(
            Digest.of(row.getBytes("channel_id")),
            new BigInteger(row.getString("cumulative_wei")),
            new BigInteger(row.getString("cumulative_macs")),
            Digest.of(row.getBytes("receipt_head"))));
  }
}
