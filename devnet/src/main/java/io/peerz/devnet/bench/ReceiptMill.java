package io.peerz.devnet.bench;

import io.peerz.ledger.index.LedgerIndex;
import io.peerz.ledger.store.Database;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.ReceiptCodec;
import io.peerz.proof.receipt.SignedReceipt;
import io.peerz.proof.sign.Signature;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Receipts of many sessions in files of nodes, which an index takes over one after the other. */
final class ReceiptMill {
  private static final int NODES = 20;
  private static final int PER_SESSION = 50;
  private static final int PER_FILE = 20_000;

  /** An index looks a few epochs back; each file's receipts lie beyond those of the one before. */
  private static final int EPOCHS_PER_FILE = 10;

  private static final Signature UNCHECKED = Signature.of(signatureBytes());

  private final Path folder;
  private final int rows;

  ReceiptMill(Path folder, int rows) {
    this.folder = folder;
    this.rows = rows;
  }

  void fill(LedgerIndex index) {
    for (int from = 0; from < rows; from += PER_FILE) {
      Path file = folder.resolve("node-" + from + ".sqlite");
      write(file, from, Math.min(rows, from + PER_FILE));
      index.importReceipts(file);
      delete(file);
    }
  }

  private void write(Path file, int from, int before) {
    try (Database database = Database.open(file, Database.Kind.LEDGER)) {
      database.with(
          handle -> {
            PreparedBatch batch =
                handle.prepareBatch(
                    "INSERT INTO receipts VALUES (:digest, :epoch, 1, 1, :digest, '0', :encoded)");
            for (int i = from; i < before; i++) {
              InferenceReceipt receipt = receipt(i);
              batch
                  .bind("digest", receipt.structHash().bytes())
                  .bind("epoch", receipt.epoch())
                  .bind(
                      "encoded",
                      ReceiptCodec.encode(new SignedReceipt(receipt, UNCHECKED, true, UNCHECKED)))
                  .add();
            }
            return batch.execute().length;
          });
    }
  }

  private InferenceReceipt receipt(int number) {
    int session = number / PER_SESSION;
    long seq = number % PER_SESSION;
    BigInteger cumulative = BigInteger.valueOf((seq + 1) * 1_000_000);
    return new InferenceReceipt(
        node(session % NODES),
        session(session),
        Keccak.hash("channel " + session % NODES),
        Keccak.hash("model"),
        seq,
        0,
        8,
        seq * 16,
        16,
        2,
        BigInteger.valueOf(1_000_000),
        cumulative,
        cumulative,
        Digest.ZERO,
        Digest.ZERO,
        Digest.ZERO,
        (long) number / PER_FILE * EPOCHS_PER_FILE,
        1_790_000_000L + number);
  }

  Digest node(long number) {
    return Keccak.hash("node " + number);
  }

  Digest session(long number) {
    return Keccak.hash("session " + number);
  }

  private static byte[] signatureBytes() {
    byte[] bytes = new byte[65];
    bytes[31] = 1;
    bytes[63] = 1;
    bytes[64] = 27;
    return bytes;
  }

  private void delete(Path file) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path part : files.toList()) {
        if (part.getFileName().toString().startsWith(file.getFileName().toString())) {
          Files.delete(part);
        }
      }
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot clean " + folder + ": " + e.getMessage(), e);
    }
  }
}
