package io.peerz.devnet.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.devnet.chain.ChainChoice;
import io.peerz.devnet.chain.DevChain;
import io.peerz.devnet.chain.DevGenesis;
import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevKeys;
import io.peerz.inference.weights.ModelFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillTest {
  private static final Path MODEL = Path.of("../models/pebble-1.6m");

  @TempDir private Path folder;

  @Test
  void noAttackPaysAndNoHonestSideLoses() {
    DevGenesis genesis = DevGenesis.funding(List.of(DevKeys.of(DevAccounts.DEPLOYER).address()));
    ChainChoice choice = new ChainChoice(Map.of(), Path.of("..").toAbsolutePath());
    try (DevChain chain = choice.make("anvil", 1, genesis, folder, 0)) {
      chain.start();
      DrillReport report =
          new Drill(chain, ModelFolder.open(MODEL), folder.resolve("scratch"), line -> {}).run();
      assertThat(report.rows()).hasSize(28).allMatch(DrillRow::held);
      assertThat(report.rows().stream().map(DrillRow::detected))
          .anyMatch(how -> how.contains("one dot product of step 1 on chain"));
    }
  }
}
