package io.peerz.ledger.index;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.ReceiptCodec;
import io.peerz.proof.receipt.SignedReceipt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Takes receipts over from the ledger file of a node on this machine, without touching it. */
final class ReceiptImport {
  /** A receipt as the node stored it. */
  private record Stored(SignedReceipt signed, boolean batched) {}

  private ReceiptImport() {}

  /** All receipts of a node's file from an epoch on; none where the node has no file yet. */
  private static List<Stored> read(Path ledgerFile, long fromEpoch) {
    if (!Files.exists(ledgerFile)) {
      return List.of();
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + ledgerFile.toAbsolutePath());
    try (Handle handle = Jdbi.open(source)) {
      return handle
          .createQuery("SELECT encoded, batched FROM receipts WHERE epoch >= :from")
          .bind("from", fromEpoch)
          .map(
              (row, context) -> new Stored(ReceiptCodec.decode(row.getBytes(1)), row.getBoolean(2)))
          .list();
    } catch (JdbiException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot read the receipts in " + ledgerFile + ": " + e.getMessage(), e);
    }
  }

  /** Returns how many receipts are new or became part of a batch. */
  static int run(Handle handle, Path ledgerFile, long fromEpoch) {
    List<Stored> stored = read(ledgerFile, fromEpoch);
    if (stored.isEmpty()) {
      return 0;
    }
    int updated = IntStream.of(update(handle, stored)).sum();
    int[] inserted = insert(handle, stored);
    List<InferenceReceipt> fresh =
        IntStream.range(0, stored.size())
            .filter(i -> inserted[i] > 0)
            .mapToObj(i -> stored.get(i).signed().receipt())
            .toList();
    if (!fresh.isEmpty()) {
      remember(handle, fresh);
    }
    return updated + fresh.size();
  }

  private static int[] update(Handle handle, List<Stored> stored) {
    PreparedBatch batch =
        handle.prepareBatch(
            "UPDATE receipts SET batched = :batched WHERE digest = :digest"
                + " AND batched <> :batched");
    for (Stored one : stored) {
      batch
          .bind("digest", one.signed().receipt().structHash().bytes())
          .bind("batched", one.batched())
          .add();
    }
    return batch.execute();
  }

  private static int[] insert(Handle handle, List<Stored> stored) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO receipts (digest, node_id, session_id, channel_id, model_id, seq,"
                + " layer_start, layer_end, pos_start, tokens, macs, cumulative_macs,"
                + " cumulative_amount, epoch, issued_at, batched, encoded)"
                + " VALUES (:digest, :node, :session, :channel,"
                + " :model, :seq, :layerStart, :layerEnd, :posStart, :tokens, :macs, :sumMacs,"
                + " :sumWei, :epoch, :issuedAt, :batched, :encoded) ON CONFLICT DO NOTHING");
    for (Stored one : stored) {
      InferenceReceipt r = one.signed().receipt();
      batch
          .bind("digest", r.structHash().bytes())
          .bind("node", r.nodeId().bytes())
          .bind("session", r.sessionId().bytes())
          .bind("channel", r.channelId().bytes())
          .bind("model", r.modelId().bytes())
          .bind("seq", r.seq())
          .bind("layerStart", r.layerStart())
          .bind("layerEnd", r.layerEnd())
          .bind("posStart", r.posStart())
          .bind("tokens", r.tokens())
          .bind("macs", r.macs().toString())
          .bind("sumMacs", r.cumulativeMacs().toString())
          .bind("sumWei", r.cumulativeAmountWei().toString())
          .bind("epoch", r.epoch())
          .bind("issuedAt", r.issuedAtSeconds())
          .bind("batched", one.batched())
          .bind("encoded", ReceiptCodec.encode(one.signed()))
          .add();
    }
    return batch.execute();
  }

  private static void remember(Handle handle, List<InferenceReceipt> fresh) {
    PreparedBatch keys =
        handle.prepareBatch(
            "INSERT INTO receipt_keys SELECT :key, id FROM receipts WHERE digest = :digest"
                + " ON CONFLICT DO NOTHING");
    PreparedBatch sessions =
        handle.prepareBatch(
            "INSERT INTO sessions (session_id) VALUES (:session) ON CONFLICT DO NOTHING");
    for (InferenceReceipt receipt : fresh) {
      byte[] digest = receipt.structHash().bytes();
      List.of(
              digest,
              receipt.nodeId().bytes(),
              receipt.sessionId().bytes(),
              receipt.channelId().bytes())
          .forEach(key -> keys.bind("key", key).bind("digest", digest).add());
      sessions.bind("session", receipt.sessionId().bytes()).add();
    }
    keys.execute();
    sessions.execute();
  }

  /** The epoch of the newest receipt that is here. */
  static long newestEpoch(Handle handle) {
    return handle
        .createQuery("SELECT coalesce(max(epoch), 0) FROM receipts")
        .mapTo(Long.class)
        .one();
  }
}
