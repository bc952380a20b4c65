package io.peerz.ledger.settle;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.TransactionLog;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.outbox.ReceiptOutbox;
import io.peerz.ledger.outbox.VoucherBook;
import io.peerz.ledger.store.Database;
import io.peerz.ledger.store.SqliteTransactionLog;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.SigningJournal;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** One life of a node's ledger side: a new one on the same folder is the node after a restart. */
final class SettlingNode implements AutoCloseable {
  static final BridgeConfig CONFIG = new BridgeConfig(Duration.ofMillis(50), 1, BigInteger.ONE, 64);

  private final Database database;
  private final TransactionSender sender;
  private final Settlement settlement;

  SettlingNode(
      Path folder,
      ChainClient chain,
      Digest nodeId,
      SigningKey signer,
      SigningJournal journal,
      UnaryOperator<TransactionLog> logs,
      Step.Observer steps) {
    this.database = Database.open(folder.resolve("ledger.sqlite"), Database.Kind.LEDGER);
    this.sender =
        TransactionSender.start(chain, signer, logs.apply(new SqliteTransactionLog(database)));
    this.settlement =
        Settlement.of(chain, sender, database, nodeId, signer, journal, CONFIG, steps);
  }

  ReceiptOutbox receipts() {
    return new ReceiptOutbox(database);
  }

  VoucherBook vouchers() {
    return new VoucherBook(database);
  }

  String look() {
    return settlement.look();
  }

  List<StoredBatch> batches() {
    return settlement.batches();
  }

  @Override
  public void close() {
    sender.close();
    database.close();
  }
}
