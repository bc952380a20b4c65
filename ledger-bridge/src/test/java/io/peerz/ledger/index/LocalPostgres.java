package io.peerz.ledger.index;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A PostgreSQL server with an empty data folder, from the programs that this machine has; where it
 * has none, a test that needs it is skipped. Debian calls the package {@code postgresql}.
 */
final class LocalPostgres implements AutoCloseable {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path folder;
  private final Process process;
  private final String url;
  private final Set<String> databases = new HashSet<>();

  private LocalPostgres(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.url = "jdbc:postgresql://127.0.0.1:" + port + "/%s?user=peerz";
  }

  static LocalPostgres start() {
    Path programs = programs().orElse(null);
    if (programs == null) {
      abort("no PostgreSQL on this machine: apt-get install postgresql");
    }
    try {
      Path folder = Files.createTempDirectory("peerz-postgres");
      int port = freePort();
      if (isRoot()) {
        run(List.of("chown", "postgres", folder.toString()));
      }
      String data = folder.resolve("data").toString();
      run(asUser(programs, "initdb", "-D", data, "-U", "peerz", "-A", "trust", "--no-sync"));
      Process process =
          new ProcessBuilder(
                  asUser(
                      programs,
                      "postgres",
                      "-D",
                      data,
                      "-p",
                      String.valueOf(port),
                      "-k",
                      folder.toString(),
                      "-c",
                      "listen_addresses=127.0.0.1",
                      "-c",
                      "fsync=off"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      LocalPostgres server = new LocalPostgres(folder, process, port);
      await().atMost(PATIENCE).until(server::answers);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> programs() {
    List<Path> places = new ArrayList<>();
    try (Stream<Path> versions =
        Files.isDirectory(DEBIAN) ? Files.list(DEBIAN) : Stream.<Path>empty()) {
      versions.map(version -> version.resolve("bin")).forEach(places::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Stream.of(System.getenv("PATH").split(":", -1)).map(Path::of).forEach(places::add);
    return places.stream()
        .filter(place -> Files.isExecutable(place.resolve("initdb")))
        .filter(place -> Files.isExecutable(place.resolve("postgres")))
        .findFirst();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** The server refuses to run as root. */
  private static List<String> asUser(Path programs, String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static void run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + " ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(url.formatted("postgres"))) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  /** The URL of a database of that name, which is made where there is none. */
  String database(String name) {
    if (databases.add(name)) {
      try (Connection connection = DriverManager.getConnection(url.formatted("postgres"))) {
        connection.createStatement().execute("CREATE DATABASE " + name);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
    return url.formatted(name);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
