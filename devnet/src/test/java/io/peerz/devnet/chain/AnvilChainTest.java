package io.peerz.devnet.chain;

import static org.junit.jupiter.api.Assumptions.abort;

import io.peerz.proof.error.PeerzException;
import java.nio.file.Path;

class AnvilChainTest extends DevChainBehaviour {
  @Override
  DevChain chainIn(Path dir, DevGenesis genesis, int port) {
    return new AnvilChain(binary(), genesis, dir, port);
  }

  static Path binary() {
    try {
      return AnvilBinary.find(System.getenv(), Path.of(System.getenv("PEERZ_DIST")));
    } catch (PeerzException missing) {
      return abort("no anvil: " + missing.getMessage());
    }
  }
}
