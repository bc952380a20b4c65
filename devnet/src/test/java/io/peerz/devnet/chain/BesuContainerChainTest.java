package io.peerz.devnet.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/** A container keeps no data after its end, so of the suite only what needs no restart applies. */
class BesuContainerChainTest {
  @TempDir Path folder;

  @Test
  void theOfficialImageMinesASignedTransfer() {
    assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no Docker");
    Sender sender = new Sender();
    try (DevChain chain =
        new BesuContainerChain(DevGenesis.funding(List.of(sender.address())), folder)) {
      chain.start();

      assertThat(sender.transfer(chain.rpc(), sender.address(), 1).path("status").asString())
          .isEqualTo("0x1");
      try (JsonRpc rpc = new JsonRpc(chain.rpc())) {
        assertThat(rpc.chainId()).isEqualTo(DevGenesis.CHAIN_ID);
      }
    }
  }
}
