package io.peerz.devnet.chain;

import io.peerz.devnet.process.ProcessRecord;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.web3j.utils.Numeric;

/**
 * The official Besu image with one QBFT validator. Its data lives in the container: stopping pauses
 * it, closing removes it.
 */
final class BesuContainerChain implements DevChain {
  private static final DockerImageName IMAGE = DockerImageName.parse("hyperledger/besu:26.8.0");
  private static final int RPC_PORT = 8545;

  private final DevGenesis genesis;
  private final GenericContainer<?> container;

  BesuContainerChain(DevGenesis genesis, Path keyFolder) {
    this.genesis = genesis;
    Validator validator = Validator.in(keyFolder);
    String genesisFile =
        QbftGenesis.json(genesis, List.of(validator.address()), Instant.now().getEpochSecond());
    String key = Numeric.toHexStringWithPrefixZeroPadded(validator.key().getPrivateKey(), 64);
    this.container =
        new GenericContainer<>(IMAGE)
            .withCopyToContainer(Transferable.of(genesisFile), "/tmp/genesis.json")
            .withCopyToContainer(Transferable.of(key), "/tmp/key")
            .withExposedPorts(RPC_PORT)
            .withCommand(
                "--genesis-file=/tmp/genesis.json",
                "--node-private-key-file=/tmp/key",
                "--discovery-enabled=false",
                "--nat-method=NONE",
                "--rpc-http-enabled",
                "--rpc-http-host=0.0.0.0",
                "--host-allowlist=*",
                "--min-gas-price=0",
                "--tx-pool-min-gas-price=0")
            .waitingFor(Wait.forListeningPort().withStartupTimeout(Duration.ofMinutes(2)));
  }

  @Override
  public String description() {
    return "Besu QBFT in a container, chain id " + genesis.chainId();
  }

  @Override
  public void start() {
    container.start();
    Readiness.await("besu", Duration.ofMinutes(2), () -> Readiness.firstBlock(rpc()));
  }

  @Override
  public URI rpc() {
    return URI.create("http://" + container.getHost() + ":" + container.getMappedPort(RPC_PORT));
  }

  @Override
  public void stop() {
    container.stop();
  }

  @Override
  public void kill() {
    throw new PeerzException(ErrorCode.BAD_REQUEST, "a container is stopped, not killed");
  }

  @Override
  public List<ProcessRecord> processes() {
    return List.of();
  }
}
