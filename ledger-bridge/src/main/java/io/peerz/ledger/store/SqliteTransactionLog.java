package io.peerz.ledger.store;

import io.peerz.ledger.chain.LoggedTransaction;
import io.peerz.ledger.chain.TransactionLog;
import io.peerz.proof.id.Address;
import java.util.List;
import java.util.Optional;

/** A node's transactions on disk: a crash loses none and doubles none. */
public final class SqliteTransactionLog implements TransactionLog {
  private final Database database;

  public SqliteTransactionLog(Database database) {
    this.database = database;
  }

  @Override
  public List<LoggedTransaction> live(Address sender) {
    return database.with(handle -> TransactionDao.live(handle, sender));
  }

  @Override
  public Optional<LoggedTransaction> find(Address sender, String intentId) {
    return database.with(handle -> TransactionDao.latest(handle, sender, intentId));
  }

  @Override
  public void put(LoggedTransaction transaction) {
    database.with(
        handle -> {
          TransactionDao.delete(handle, transaction.sender(), transaction.nonce());
          TransactionDao.insert(handle, transaction);
          return null;
        });
  }

  @Override
  public void remove(Address sender, long nonce) {
    database.with(
        handle -> {
          TransactionDao.delete(handle, sender, nonce);
          return null;
        });
  }
}
