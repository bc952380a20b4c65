package io.peerz.devnet.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.devnet.process.Ports;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalChainTest {
  @TempDir Path folder;

  @Test
  void aRunningChainIsUsedAndLeftRunning() {
    Sender sender = new Sender();
    try (DevChain owner =
        new AnvilChain(
            AnvilChainTest.binary(), DevGenesis.funding(List.of(sender.address())), folder, 0)) {
      owner.start();

      try (DevChain guest = new ExternalChain(owner.rpc(), DevGenesis.CHAIN_ID)) {
        guest.start();
        assertThat(sender.transfer(guest.rpc(), sender.address(), 1).path("status").asString())
            .isEqualTo("0x1");
        assertThat(guest.processes()).isEmpty();
      }

      assertThat(owner.processes()).allSatisfy(p -> assertThat(p.find()).isPresent());
    }
  }

  @Test
  void aChainWithAnotherIdIsRefused() {
    try (DevChain owner =
        new AnvilChain(
            AnvilChainTest.binary(),
            DevGenesis.funding(List.of(new Sender().address())),
            folder,
            0)) {
      owner.start();

      ExternalChain wrong = new ExternalChain(owner.rpc(), 1);
      assertThatThrownBy(wrong::start)
          .isInstanceOfSatisfying(
              PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHAIN_MISMATCH));
    }
  }

  @Test
  void aDeadChainIsOneClearLine() {
    ExternalChain dead =
        new ExternalChain(URI.create("http://127.0.0.1:" + Ports.free()), DevGenesis.CHAIN_ID);

    assertThatThrownBy(dead::start)
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHAIN_UNREACHABLE))
        .hasMessageContaining("is it running?")
        .hasMessageNotContaining("\n");
  }
}
