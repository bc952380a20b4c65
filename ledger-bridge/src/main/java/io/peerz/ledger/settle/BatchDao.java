package io.peerz.ledger.settle;

import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.BatchHeader;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL of the table {@code batches}. */
final class BatchDao {
  private BatchDao() {}

  static List<StoredBatch> all(Handle handle) {
    return handle
        .createQuery("SELECT * FROM batches ORDER BY epoch")
        .map((row, context) -> read(row))
        .list();
  }

  static List<StoredBatch> open(Handle handle) {
    return handle
        .createQuery("SELECT * FROM batches WHERE closed = 0 ORDER BY epoch")
        .map((row, context) -> read(row))
        .list();
  }

  private static StoredBatch read(ResultSet row) throws SQLException {
    BatchHeader header =
        new BatchHeader(
            Digest.of(row.getBytes("node_id")),
            row.getLong("epoch"),
            Digest.of(row.getBytes("root")),
            new BigInteger(row.getString("total_macs")),
            new BigInteger(row.getString("on_time_macs")),
            new BigInteger(row.getString("total_fees")),
            row.getLong("leaves"),
            Digest.of(row.getBytes("data_hash")));
    return new StoredBatch(
        header,
        BatchState.valueOf(row.getString("state")),
        digest(row, "submit_tx"),
        digest(row, "finalize_tx"),
        digest(row, "claim_tx"),
        Optional.ofNullable(row.getString("reward_wei")).map(BigInteger::new),
        row.getBoolean("closed"));
  }

  private static Optional<Digest> digest(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getBytes(column)).map(Digest::of);
  }

  /** Writes a new batch; one that is there already keeps its header. */
  static void insert(Handle handle, StoredBatch batch) {
    BatchHeader header = batch.header();
    handle
        .createUpdate(
            "INSERT OR IGNORE INTO batches (epoch, node_id, root, total_macs, on_time_macs,"
                + " total_fees, leaves, data_hash, state, closed) VALUES (:epoch, :node, :root,"
                + " :macs, :onTime, :fees, :leaves, :data, :state, 0)")
        .bind("epoch", header.epoch())
        .bind("node", header.nodeId().bytes())
        .bind("root", header.root().bytes())
        .bind("macs", header.totalMacs().toString())
        .bind("onTime", header.onTimeMacs().toString())
        .bind("fees", header.totalFeesWei().toString())
        .bind("leaves", header.leaves())
        .bind("data", header.dataHash().bytes())
        .bind("state", batch.state().name())
        .execute();
  }

  static void update(Handle handle, StoredBatch batch) {
    handle
        .createUpdate(
            "UPDATE batches SET state = :state, submit_tx = :submit, finalize_tx = :finalize,"
                + " claim_tx = :claim, reward_wei = :reward, closed = :closed"
                + " WHERE epoch = :epoch")
        .bind("state", batch.state().name())
        .bind("submit", batch.submitTx().map(Digest::bytes).orElse(null))
        .bind("finalize", batch.finalizeTx().map(Digest::bytes).orElse(null))
        .bind("claim", batch.claimTx().map(Digest::bytes).orElse(null))
        .bind("reward", batch.rewardWei().map(BigInteger::toString).orElse(null))
        .bind("closed", batch.closed())
        .bind("epoch", batch.epoch())
        .execute();
  }
}
