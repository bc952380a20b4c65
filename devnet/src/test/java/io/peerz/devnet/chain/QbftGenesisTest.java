package io.peerz.devnet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.id.Address;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class QbftGenesisTest {
  private static final Address ONE = Address.ofHex("0xfe3b557e8fb62b89f4916b721be55ceb828dbd73");

  @Test
  void theExtraDataOfOneValidatorIsWhatBesuExpects() {
    String vanity = "00".repeat(32);
    assertThat(QbftGenesis.extraData(List.of(ONE)))
        .isEqualTo("0xf83aa0" + vanity + "d594" + ONE.hex().substring(2) + "c080c0");
  }

  @Test
  void validatorsAreListedInAscendingOrder() {
    Address low = Address.ofHex("0x" + "01".repeat(20));
    assertThat(QbftGenesis.extraData(List.of(ONE, low)))
        .isEqualTo(QbftGenesis.extraData(List.of(low, ONE)));
  }

  @Test
  void fundedAccountsAndForksAreInTheFile() {
    DevGenesis genesis = DevGenesis.funding(List.of(ONE));
    JsonNode file =
        JsonMapper.builder().build().readTree(QbftGenesis.json(genesis, List.of(ONE), 5));

    assertThat(file.at("/config/chainId").asLong()).isEqualTo(DevGenesis.CHAIN_ID);
    assertThat(file.at("/config/osakaTime").asLong(-1)).isZero();
    assertThat(file.at("/timestamp").asString()).isEqualTo("0x5");
    assertThat(file.path("alloc").path(ONE.hex().substring(2)).path("balance").asString())
        .isEqualTo("0x" + genesis.balanceWei().toString(16));
  }
}
