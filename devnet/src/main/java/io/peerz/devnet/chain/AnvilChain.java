package io.peerz.devnet.chain;

import io.peerz.devnet.process.ChildProcess;
import io.peerz.devnet.process.ChildSpec;
import io.peerz.devnet.process.Ports;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * anvil as a child process. It makes one block each second, as a real network would, so that a
 * transaction is no shortcut through an epoch. Its state is written every second: a power cut loses
 * at most the last second of blocks.
 */
public final class AnvilChain implements DevChain {
  private static final Duration START_PATIENCE = Duration.ofSeconds(20);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final int PORT_TRIES = 5;
  private static final String TAKEN = "Address already in use";

  private final Path binary;
  private final DevGenesis genesis;
  private final ChainFolder folder;
  private final int wantedPort;
  private ChildProcess process;
  private int port;

  /**
   * @param wantedPort TCP port of the JSON-RPC door; 0 for any free one
   */
  public AnvilChain(Path binary, DevGenesis genesis, Path dir, int wantedPort) {
    this.binary = binary;
    this.genesis = genesis;
    this.folder = new ChainFolder(dir);
    this.wantedPort = wantedPort;
  }

  @Override
  public String description() {
    return "anvil, chain id " + genesis.chainId();
  }

  @Override
  public URI rpc() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void start() {
    folder.claim("anvil", genesis);
    AnvilState.keepFirstGenesis(state());
    for (int tried = 1; !launched(); tried++) {
      if (wantedPort != 0 || tried == PORT_TRIES) {
        throw Ports.inUse("anvil", port);
      }
    }
    fund();
    Readiness.await("anvil", START_PATIENCE, () -> Readiness.firstBlock(rpc()));
  }

  // False when another program took the port between our choice and anvil's start.
  private boolean launched() {
    port = wantedPort != 0 ? wantedPort : Ports.free();
    if (!Ports.isFree(port)) {
      return false;
    }
    process = ChildProcess.start(ChildSpec.of("anvil", command(), folder.file("anvil.log")));
    return Readiness.await("anvil", START_PATIENCE, this::answers);
  }

  private Optional<Boolean> answers() {
    if (!process.isAlive()) {
      if (process.log().lineWith(TAKEN).isPresent()) {
        return Optional.of(false);
      }
      throw new PeerzException(
          ErrorCode.CHAIN_UNREACHABLE,
          "anvil ended at once: " + String.join(" ", process.log().last(3)));
    }
    try (JsonRpc chain = new JsonRpc(rpc())) {
      return Optional.of(chain.chainId() == genesis.chainId());
    } catch (PeerzException notYet) {
      return Optional.empty();
    }
  }

  private List<String> command() {
    return List.of(
        binary.toString(),
        "--host",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--chain-id",
        Long.toString(genesis.chainId()),
        "--hardfork",
        "osaka",
        "--accounts",
        "0",
        "--block-time",
        "1",
        "--state",
        state().toString(),
        "--state-interval",
        "1",
        "--quiet");
  }

  private Path state() {
    return folder.file("state.json");
  }

  // anvil takes a genesis file or keeps its state, not both: so balances come by call. Looking
  // first makes a start that was cut short harmless.
  private void fund() {
    try (JsonRpc chain = new JsonRpc(rpc())) {
      for (Address account : genesis.funded()) {
        if (chain.call("eth_getBalance", account.hex(), "latest").asString().equals("0x0")) {
          chain.call("anvil_setBalance", account.hex(), "0x" + genesis.balanceWei().toString(16));
        }
      }
    }
  }

  @Override
  public void stop() {
    if (process != null) {
      process.stop(STOP_PATIENCE);
    }
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public List<ProcessRecord> processes() {
    return process == null ? List.of() : List.of(process.record());
  }
}
