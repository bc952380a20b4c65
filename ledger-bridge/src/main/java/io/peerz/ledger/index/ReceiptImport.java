package io.peerz.ledger.index;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.ReceiptCodec;
import io.peerz.proof.receipt.SignedReceipt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
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
    int changed = 0;
    for (Stored stored : read(ledgerFile, fromEpoch)) {
      changed += write(handle, stored);
    }
    return changed;
  }

  private static int write(Handle handle, Stored stored) {
    InferenceReceipt r = stored.signed().receipt();
    byte[] digest = r.structHash().bytes();
    int updated =
        handle
            .createUpdate(
                "UPDATE receipts SET batched = :batched WHERE digest = :digest"
                    + " AND batched <> :batched")
            .bind("digest", digest)
            .bind("batched", stored.batched())
            .execute();
    int inserted =
        handle
            .createUpdate(
                "INSERT OR IGNORE INTO receipts VALUES (NULL, :digest, :node, :session, :channel,"
                    + " :model, :seq, :layerStart, :layerEnd, :posStart, :tokens, :macs, :sumMacs,"
                    + " :sumWei, :epoch, :issuedAt, :batched, :encoded)")
            .bind("digest", digest)
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
            .bind("batched", stored.batched())
            .bind("encoded", ReceiptCodec.encode(stored.signed()))
            .execute();
    if (inserted > 0) {
      remember(handle, r, digest);
    }
    return updated + inserted;
  }

  private static void remember(Handle handle, InferenceReceipt receipt, byte[] digest) {
    for (byte[] key :
        List.of(
            digest,
            receipt.nodeId().bytes(),
            receipt.sessionId().bytes(),
            receipt.channelId().bytes())) {
      handle
          .createUpdate(
              "INSERT OR IGNORE INTO receipt_keys SELECT :key, id FROM receipts"
                  + " WHERE digest = :digest")
          .bind("key", key)
          .bind("digest", digest)
          .execute();
    }
    handle
        .createUpdate("INSERT OR IGNORE INTO sessions VALUES (NULL, :session)")
        .bind("session", receipt.sessionId().bytes())
        .execute();
  }

  /** The epoch of the newest receipt that is here. */
  static long newestEpoch(Handle handle) {
    return handle
        .createQuery("SELECT coalesce(max(epoch), 0) FROM receipts")
        .mapTo(Long.class)
        .one();
  }
}
