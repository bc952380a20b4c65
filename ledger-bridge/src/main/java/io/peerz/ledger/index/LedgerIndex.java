package io.peerz.ledger.index;

import io.peerz.ledger.chain.BlockView;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.store.Database;
import io.peerz.ledger.store.NetworkBinding;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.ReceiptCodec;
import io.peerz.proof.receipt.SignedReceipt;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Blocks, transactions and decoded events of one network in one SQLite file. Everything else
 * (nodes, channels, batches, payments, jobs) is a view over the events, so a reorganisation only
 * deletes rows and the file can be thrown away and made again at any time. Blocking; safe for many
 * threads.
 */
public final class LedgerIndex implements AutoCloseable {
  /** A receipt becomes part of a batch when its epoch is over. */
  private static final int EPOCHS_LOOKED_AT_AGAIN = 4;

  private final Database database;
  private final BlockWriter writer;
  private final long firstBlock;

  /** The newest block that the index knows. */
  public record Tip(long number, Digest hash, long timeSeconds) {}

  private LedgerIndex(Database database, ContractBook book, long firstBlock) {
    this.database = database;
    this.writer = new BlockWriter(book);
    this.firstBlock = firstBlock;
  }

  /** Opens the file of a network, or makes it; a file of another network is CHAIN_MISMATCH. */
  public static LedgerIndex open(Path file, Deployment deployment) {
    LedgerIndex index = open(file, ContractBook.of(deployment), deployment.deployedAtBlock());
    NetworkBinding.check(index.database, deployment);
    return index;
  }

  static LedgerIndex open(Path file, ContractBook book, long firstBlock) {
    Database database = Database.open(file, Database.Kind.INDEX);
    database.with(
        handle -> {
          WeiFunctions.addTo(handle.getConnection());
          return null;
        });
    return new LedgerIndex(database, book, firstBlock);
  }

  long firstBlock() {
    return firstBlock;
  }

  public Optional<Tip> tip() {
    return database.with(
        handle ->
            handle
                .createQuery("SELECT number, hash, time FROM blocks ORDER BY number DESC LIMIT 1")
                .map(
                    (row, c) -> new Tip(row.getLong(1), Digest.of(row.getBytes(2)), row.getLong(3)))
                .findOne());
  }

  /** Adds blocks that follow on the tip, all of them or none. */
  public void append(List<BlockView> blocks) {
    if (!blocks.isEmpty()) {
      database.with(
          handle -> {
            blocks.forEach(block -> writer.write(handle, block));
            return null;
          });
    }
  }

  /** Forgets a block and all above it. */
  void forgetFrom(long number) {
    database.with(
        handle -> {
          BlockWriter.deleteFrom(handle, number);
          return null;
        });
  }

  /** Rows of one collection, newest first. */
  public List<ObjectNode> page(PageRequest request) {
    return database.with(handle -> PageQuery.run(handle, request));
  }

  /** The row of a collection with a given id, hash or number. */
  public Optional<ObjectNode> find(Collection collection, String key) {
    return database.with(handle -> PageQuery.find(handle, collection, key));
  }

  /**
   * Takes over receipts from the ledger file of a node on this machine; true when there were new
   * ones. Blocking.
   */
  public boolean importReceipts(Path ledgerFile) {
    return database.with(
        handle -> {
          long from = ReceiptImport.newestEpoch(handle) - EPOCHS_LOOKED_AT_AGAIN;
          return ReceiptImport.run(handle, ledgerFile, from) > 0;
        });
  }

  /** The receipts of a node's batch with their ways to its root, as far as they are here. */
  public ObjectNode batchProof(Digest nodeId, long epoch, Domain ledger) {
    List<SignedReceipt> receipts =
        database.with(
            handle ->
                handle
                    .createQuery(
                        "SELECT encoded FROM receipts WHERE node_id = :node AND epoch = :epoch"
                            + " AND batched = 1")
                    .bind("node", nodeId.bytes())
                    .bind("epoch", epoch)
                    .map((row, context) -> ReceiptCodec.decode(row.getBytes(1)))
                    .list());
    return BatchProof.of(receipts, ledger);
  }

  /** How many rows the big collections have, and what all nodes earned. */
  public ObjectNode totals() {
    return database.with(PageQuery::totals);
  }

  @Override
  public void close() {
    database.close();
  }
}
