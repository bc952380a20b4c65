package io.peerz.ledger.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.peerz.ledger.chain.ChainConfig;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A test class with one chain, which mines a block for each transaction. */
public abstract class WithAnvil {
  protected static Anvil anvil;

  protected static final ChainConfig QUICK = quick();

  /** One confirmation, unless a test asks for more, because blocks come with transactions only. */
  public static ChainConfig quick() {
    return ChainConfig.defaults()
        .withConfirmations(1)
        .withTimes(Duration.ofMillis(20), Duration.ofSeconds(60), Duration.ofSeconds(60));
  }

  @BeforeAll
  static void startChain() {
    assumeTrue(
        Anvil.binary().isPresent(),
        "anvil is not installed: build the contracts module or set PEERZ_ANVIL");
    // Before EIP-2935 block hashes are known for 256 blocks only, which is quickly outlived.
    anvil = Anvil.start("--hardfork", "cancun");
  }

  @AfterAll
  static void stopChain() {
    if (anvil != null) {
      anvil.close();
    }
  }
}
