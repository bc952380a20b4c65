package io.peerz.ledger.settle;

import io.peerz.ledger.store.Database;
import java.util.List;

/** The batches of one node, on disk. */
final class BatchStore {
  private final Database database;

  BatchStore(Database database) {
    this.database = database;
  }

  List<StoredBatch> all() {
    return database.with(BatchDao::all);
  }

  /** Those that still need looking at, oldest first. */
  List<StoredBatch> open() {
    return database.with(BatchDao::open);
  }

  void add(StoredBatch batch) {
    database.with(
        handle -> {
          BatchDao.insert(handle, batch);
          return null;
        });
  }

  void update(StoredBatch batch) {
    database.with(
        handle -> {
          BatchDao.update(handle, batch);
          return null;
        });
  }
}
