package io.peerz.devnet.network;

import io.peerz.devnet.process.ProcessRecord;
import io.peerz.devnet.process.Stopper;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a local network.
 *
 * <pre>
 * network.json      what runs
 * deployment.json   where the contracts are
 * password          of the development accounts, known to everybody
 * names             the nodes' names and TLS keys, where links are emulated
 * chain/            the chain's data
 * logs/             one file per process
 * </pre>
 */
public record DevnetFolder(Path path) {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

  public Path state() {
    return path.resolve("network.json");
  }

  public Path ports() {
    return path.resolve("devnet.ports");
  }

  public Path deployment() {
    return path.resolve("deployment.json");
  }

  public Path password() {
    return path.resolve("password");
  }

  public Path chain() {
    return path.resolve("chain");
  }

  /** Which node has which TLS key, for emulated links. */
  Path names() {
    return path.resolve("names");
  }

  public Path log(String name) {
    return path.resolve("logs").resolve(name + ".log");
  }

  public Optional<NetworkState> read() {
    return NetworkState.read(state());
  }

  /** Two networks in one folder would destroy each other. */
  public void mustBeIdle() {
    boolean busy = read().map(NetworkState::running).filter(r -> !r.isEmpty()).isPresent();
    if (busy) {
      throw new PeerzException(
          ErrorCode.BUSY,
          "a devnet already runs in " + path + "; stop it with `peerz devnet down` first");
    }
  }

  /** Stops whatever still runs, the last started first, and returns what was stopped. */
  public List<ProcessRecord> stopAll() {
    List<ProcessRecord> running = read().map(NetworkState::running).orElse(List.of()).reversed();
    running.forEach(p -> p.find().ifPresent(handle -> Stopper.stop(handle, STOP_PATIENCE)));
    delete(state());
    delete(ports());
    return running;
  }

  /** Deletes all data of the network. */
  public void wipe() {
    if (Files.notExists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      all.sorted(Comparator.reverseOrder()).forEach(DevnetFolder::delete);
    } catch (IOException | UncheckedIOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot delete " + path + ": " + e.getMessage(), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
