package io.peerz.devnet.chain;

import io.peerz.devnet.process.ChildProcess;
import io.peerz.devnet.process.Ports;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Hyperledger Besu as child processes: a QBFT network of one or four validators with a genesis of
 * its own.
 */
public final class BesuProcessChain implements DevChain {
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final Duration START_PATIENCE_FOUR = Duration.ofMinutes(4);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

  private final Path script;
  private final DevGenesis genesis;
  private final ChainFolder folder;
  private final int count;
  private final int wantedPort;
  private final List<ChildProcess> children = new ArrayList<>();
  private URI rpc;

  /**
   * @param script the {@code besu} start script
   * @param wantedPort TCP port of the first validator's JSON-RPC door; 0 for any free one
   */
  public BesuProcessChain(
      Path script, DevGenesis genesis, Path dir, int validators, int wantedPort) {
    this.script = script;
    this.genesis = genesis;
    this.folder = new ChainFolder(dir);
    this.count = validators;
    this.wantedPort = wantedPort;
  }

  @Override
  public String description() {
    return "Besu QBFT, "
        + count
        + (count == 1 ? " validator" : " validators")
        + ", chain id "
        + genesis.chainId();
  }

  @Override
  public URI rpc() {
    return rpc;
  }

  @Override
  public void start() {
    folder.claim("besu " + count, genesis);
    if (wantedPort != 0 && !Ports.isFree(wantedPort)) {
      throw Ports.inUse("besu", wantedPort);
    }
    try {
      launch(
          IntStream.range(0, count)
              .mapToObj(i -> Validator.in(folder.file("validator-" + i)))
              .toList());
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot prepare besu in " + folder.dir() + ": " + e.getMessage(), e);
    } catch (PeerzException e) {
      kill(); // a half-started network must not stay behind
      throw e;
    }
  }

  private void launch(List<Validator> validators) throws IOException {
    BesuCommand command = new BesuCommand(script, genesisFile(validators));
    Path staticNodes = count == 1 ? null : staticNodes(validators);
    children.clear();
    for (int i = 0; i < count; i++) {
      PortsFile.in(validators.get(i).data()).forget();
      String name = "besu-" + i;
      Path log = folder.file(name + ".log");
      children.add(
          ChildProcess.start(
              command.of(name, validators.get(i), i == 0 ? wantedPort : 0, staticNodes, log)));
    }
    Duration patience = count == 1 ? START_PATIENCE : START_PATIENCE_FOUR;
    int port =
        Readiness.await(
            "besu",
            patience,
            () -> whileAlive(PortsFile.in(validators.getFirst().data()).jsonRpc()));
    rpc = URI.create("http://127.0.0.1:" + port);
    Readiness.await("besu", patience, () -> whileAlive(Readiness.firstBlock(rpc)));
  }

  private Path genesisFile(List<Validator> validators) throws IOException {
    Path file = folder.file("genesis.json");
    if (Files.notExists(file)) {
      List<io.peerz.proof.id.Address> addresses =
          validators.stream().map(Validator::address).toList();
      Files.writeString(file, QbftGenesis.json(genesis, addresses, Instant.now().getEpochSecond()));
    }
    return file;
  }

  private Path staticNodes(List<Validator> validators) throws IOException {
    Path file = folder.file("static-nodes.json");
    String list =
        validators.stream()
            .map(v -> '"' + v.enode() + '"')
            .reduce((a, b) -> a + ",\n" + b)
            .orElseThrow();
    return Files.writeString(file, "[" + list + "]");
  }

  private <T> Optional<T> whileAlive(Optional<T> answer) {
    for (ChildProcess child : children) {
      if (!child.isAlive()) {
        throw new BesuFailure(child.log()).explain(folder);
      }
    }
    return answer;
  }

  @Override
  public void stop() {
    children.reversed().forEach(child -> child.stop(STOP_PATIENCE));
  }

  @Override
  public void kill() {
    children.forEach(ChildProcess::kill);
  }

  @Override
  public List<ProcessRecord> processes() {
    return children.stream().map(ChildProcess::record).toList();
  }
}
