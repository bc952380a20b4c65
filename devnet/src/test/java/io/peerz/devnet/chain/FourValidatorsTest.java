package io.peerz.devnet.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four validators make blocks together, and go on when one of them dies. */
class FourValidatorsTest {
  @TempDir Path folder;

  @Test
  void threeOfFourValidatorsGoOn() {
    DevGenesis genesis = DevGenesis.funding(List.of(new Sender().address()));
    try (DevChain chain =
        new BesuProcessChain(BesuProcessChainTest.script(), genesis, folder, 4, 0)) {
      chain.start();
      assertThat(chain.processes()).hasSize(4);
      chain.processes().getLast().find().orElseThrow().destroyForcibly();

      try (JsonRpc rpc = new JsonRpc(chain.rpc())) {
        long before = rpc.head();
        await().atMost(Duration.ofMinutes(2)).until(() -> rpc.head() > before + 2);
      }
    }
  }
}
