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
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/**
 * Blocks, transactions and decoded events of one network in one SQLite file, or in one PostgreSQL
 * database that several processes share. Everything else (nodes, channels, batches, payments, jobs)
 * is a view over the events, so a reorganisation only deletes rows and the index can be thrown away
 * and made again at any time. Blocking; safe for many threads.
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
    return of(Database.open(file, Database.Kind.INDEX), deployment);
  }

  /** The same in a PostgreSQL database; whoever comes first fills it for all. */
  public static LedgerIndex shared(String url, Deployment deployment) {
    return of(Database.shared(url), deployment);
  }

  private static LedgerIndex of(Database database, Deployment deployment) {
    try {
      if (database.isSqlite()) {
        database.with(
            handle -> {
              WeiFunctions.addTo(handle.getConnection());
              return null;
            });
      }
      NetworkBinding.check(database, deployment);
      return new LedgerIndex(database, ContractBook.of(deployment), deployment.deployedAtBlock());
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  long firstBlock() {
    return firstBlock;
  }

  public Optional<Tip> tip() {
    return database.with(LedgerIndex::tip);
  }

  private static Optional<Tip> tip(Handle handle) {
    return handle
        .createQuery("SELECT number, hash, time FROM blocks ORDER BY number DESC LIMIT 1")
        .map((row, c) -> new Tip(row.getLong(1), Digest.of(row.getBytes(2)), row.getLong(3)))
        .findOne();
  }

  /**
   * Adds blocks that follow on the tip, all of them or none; none where another process was faster.
   */
  public void append(List<BlockView> blocks) {
    if (blocks.isEmpty()) {
      return;
    }
    database.alone(
        handle -> {
          Optional<Tip> tip = tip(handle);
          if (tip.isEmpty() || tip.get().hash().equals(blocks.getFirst().parent())) {
            writer.write(handle, blocks);
          }
          return null;
        });
  }

  /** Forgets the tip, where it is still that one. */
  void forget(Tip old) {
    database.alone(
        handle -> {
          if (tip(handle).equals(Optional.of(old))) {
            BlockWriter.deleteFrom(handle, old.number());
          }
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
    return database.alone(
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
                            + " AND batched")
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
