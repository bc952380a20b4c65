package io.peerz.ledger.store;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * One SQLite file with its schema brought up to date. What a unit of work wrote is on disk when it
 * returns (write-ahead log, synchronous = FULL). Blocking; units of work run one after the other.
 */
public final class Database implements AutoCloseable {
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;

  private final Path file;
  private final Handle handle;
  private final ReentrantLock lock = new ReentrantLock();

  private Database(Path file, Handle handle) {
    this.file = file;
    this.handle = handle;
  }

  /** What a file is for; each kind has its own migrations. */
  public enum Kind {
    /** A node's outbox. */
    LEDGER("ledger"),
    /** A payer's promises. */
    PURSE("purse"),
    /** What happened on the chain, for people who look. */
    INDEX("index");

    private final String folder;

    Kind(String folder) {
      this.folder = folder;
    }
  }

  /** Opens or creates the file, readable by its owner only. */
  public static Database open(Path file, Kind kind) {
    try {
      createPrivate(file);
      SQLiteDataSource source = new SQLiteDataSource(config());
      source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
      Flyway.configure()
          .dataSource(source)
          .locations("classpath:io/peerz/ledger/store/" + kind.folder)
          .load()
          .migrate();
      return new Database(file, Jdbi.open(source));
    } catch (IOException | FlywayException | JdbiException e) {
      throw new PeerzException(
          ErrorCode.IO,
          "cannot open "
              + file
              + " ("
              + e.getMessage()
              + "); check the folder, its owner and its free space",
          e);
    }
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    return config;
  }

  private static void createPrivate(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }

  /** Runs a unit of work as one transaction. */
  public <T> T with(HandleCallback<T, RuntimeException> work) {
    lock.lock();
    try {
      return handle.inTransaction(work);
    } catch (JdbiException e) {
      throw new PeerzException(
          ErrorCode.IO,
          "cannot use " + file + " (" + e.getMessage() + "); check its free space",
          e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      handle.close();
    } finally {
      lock.unlock();
    }
  }
}
