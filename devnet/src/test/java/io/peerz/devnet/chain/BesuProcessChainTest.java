package io.peerz.devnet.chain;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;

class BesuProcessChainTest extends DevChainBehaviour {
  @Override
  DevChain chainIn(Path dir, DevGenesis genesis, int port) {
    return new BesuProcessChain(script(), genesis, dir, 1, port);
  }

  static Path script() {
    return BesuHome.find(System.getenv())
        .orElseGet(() -> abort("no BESU_HOME, and no besu on the PATH"));
  }
}
