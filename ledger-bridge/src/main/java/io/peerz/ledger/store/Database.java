package io.peerz.ledger.store;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * One SQLite file, or one database of a PostgreSQL server, with its schema brought up to date. What
 * a unit of work wrote is on disk when it returns (SQLite: write-ahead log, synchronous = FULL).
 * Blocking; units of work of one process run one after the other.
 */
public final class Database implements AutoCloseable {
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;
  private static final int CONNECT_SECONDS = 10;
  private static final int ANSWER_SECONDS = 60;

  /** Whoever holds it is the only process that writes to a shared index. */
  private static final long WRITER = 0x706565727aL;

  private final DataSource source;
  private final String place;
  private final Dialect dialect;
  private final ReentrantLock lock = new ReentrantLock();
  private Handle handle;

  private Database(DataSource source, String place, Dialect dialect) {
    this.source = source;
    this.place = place;
    this.dialect = dialect;
    this.handle = Jdbi.open(source);
  }

  /** What a database is for; each kind has its own migrations. */
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
    } catch (IOException e) {
      throw unusable(file.toString(), e);
    }
    SQLiteDataSource source = new SQLiteDataSource(config());
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return open(source, file.toString(), kind, Dialect.SQLITE);
  }

  /**
   * An index in a database of a PostgreSQL server, which several processes may share.
   *
   * @param url {@code jdbc:postgresql://host/name}; a password is better kept in {@code ~/.pgpass}
   */
  public static Database shared(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setUrl(url);
    } catch (IllegalArgumentException e) {
      throw new PeerzException(
          ErrorCode.BAD_CONFIG, "an index is shared by a URL like jdbc:postgresql://host/name", e);
    }
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS);
    String place = "database " + source.getDatabaseName() + " at " + source.getServerNames()[0];
    return open(source, place, Kind.INDEX, Dialect.POSTGRESQL);
  }

  private static Database open(DataSource source, String place, Kind kind, Dialect dialect) {
    try {
      Flyway.configure()
          .dataSource(source)
          .locations(folders(kind, dialect))
          .placeholders(dialect.words())
          .load()
          .migrate();
      return new Database(source, place, dialect);
    } catch (FlywayValidateException e) {
      throw new PeerzException(
          ErrorCode.BAD_CONFIG,
          place + " was made by another version of this program; use that version or begin anew",
          e);
    } catch (FlywayException | JdbiException e) {
      throw unusable(place, e);
    }
  }

  private static String[] folders(Kind kind, Dialect dialect) {
    String common = "classpath:io/peerz/ledger/store/" + kind.folder;
    return dialect == Dialect.SQLITE
        ? new String[] {common}
        : new String[] {common, common + "-postgresql"};
  }

  private static PeerzException unusable(String place, Exception e) {
    return new PeerzException(
        ErrorCode.IO,
        "cannot open "
            + place
            + " ("
            + e.getMessage()
            + "); check that it is there, its owner and its free space",
        e);
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

  public boolean isSqlite() {
    return dialect == Dialect.SQLITE;
  }

  /** Runs a unit of work as one transaction. */
  public <T> T with(HandleCallback<T, RuntimeException> work) {
    lock.lock();
    try {
      return connected().inTransaction(work);
    } catch (JdbiException e) {
      throw new PeerzException(
          ErrorCode.IO,
          "cannot use " + place + " (" + e.getMessage() + "); check its free space",
          e);
    } finally {
      lock.unlock();
    }
  }

  /** The same while no other process does; a SQLite file lets in only one anyway. */
  public <T> T alone(HandleCallback<T, RuntimeException> work) {
    return with(
        open -> {
          if (dialect == Dialect.POSTGRESQL) {
            open.createQuery("SELECT pg_advisory_xact_lock(:key)")
                .bind("key", WRITER)
                .map((row, context) -> true)
                .one();
          }
          return work.withHandle(open);
        });
  }

  /** A server that was restarted closes its connections; the next unit of work opens a new one. */
  private Handle connected() {
    try {
      if (handle.getConnection().isClosed()) {
        handle.close();
        handle = Jdbi.open(source);
      }
      return handle;
    } catch (SQLException e) {
      throw unusable(place, e);
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
