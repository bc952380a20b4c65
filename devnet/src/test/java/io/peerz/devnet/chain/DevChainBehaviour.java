package io.peerz.devnet.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerz.devnet.process.Ports;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.utils.Numeric;

/** What every chain of ours promises; each implementation runs the same tests. */
abstract class DevChainBehaviour {
  private static final Address SHOP = Address.ofHex("0x00000000000000000000000000000000000051e9");

  @TempDir Path folder;
  private final Sender sender = new Sender();
  private final DevGenesis genesis = DevGenesis.funding(List.of(sender.address()));
  private DevChain chain;

  /**
   * The chain under test; refuses to be made, through an assumption, where its program is missing.
   */
  abstract DevChain chainIn(Path dir, DevGenesis genesis, int port);

  @BeforeEach
  void prepare() {
    chain = chainIn(folder.resolve("chain"), genesis, 0);
  }

  @AfterEach
  void nothingIsLeftBehind() {
    if (chain != null) {
      chain.stop();
      assertThat(chain.processes()).allSatisfy(p -> assertThat(p.find()).isEmpty());
    }
  }

  @Test
  void itMakesBlocksWithTheRightIdAndFundedAccounts() {
    chain.start();

    try (JsonRpc rpc = new JsonRpc(chain.rpc())) {
      assertThat(rpc.chainId()).isEqualTo(DevGenesis.CHAIN_ID);
      assertThat(balance(rpc, sender.address())).isEqualTo(genesis.balanceWei());
      long before = rpc.head();
      await().atMost(Duration.ofSeconds(30)).until(() -> rpc.head() > before);
    }
  }

  @Test
  void aSignedTransferIsMined() {
    chain.start();

    assertThat(sender.transfer(chain.rpc(), SHOP, 7).path("status").asString()).isEqualTo("0x1");

    try (JsonRpc rpc = new JsonRpc(chain.rpc())) {
      assertThat(balance(rpc, SHOP)).isEqualTo(7);
    }
  }

  @Test
  void anOrderlyStopLosesNothing() {
    chain.start();
    sender.transfer(chain.rpc(), SHOP, 7);
    long head = head();
    String hash = hashOf(head);

    chain.stop();
    assertThat(chain.processes()).isNotEmpty().allSatisfy(p -> assertThat(p.find()).isEmpty());
    chain.start();

    assertThat(head()).isGreaterThanOrEqualTo(head);
    assertThat(hashOf(head)).isEqualTo(hash);
  }

  @Test
  void itStaysTheSameChainHoweverOftenItStarts() {
    chain.start();
    String genesisHash = hashOf(0);

    for (int restart = 1; restart <= 4; restart++) {
      chain.stop();
      chain.start();
      assertThat(hashOf(0)).as("start %d", restart + 1).isEqualTo(genesisHash);
    }
  }

  @Test
  void aPowerCutLosesAtMostTheLastSecond() {
    chain.start();
    sender.transfer(chain.rpc(), SHOP, 7);
    long mined = head();
    // The promise is about what is older than a moment, so let the chain go on first.
    await().atMost(Duration.ofMinutes(1)).until(() -> head() >= mined + 3);
    String hash = hashOf(mined);

    chain.kill();
    assertThat(chain.processes())
        .extracting(ProcessRecord::find)
        .allMatch(java.util.Optional::isEmpty);
    chain.start();

    assertThat(hashOf(mined)).isEqualTo(hash);
    assertThat(sender.transfer(chain.rpc(), SHOP, 1).path("status").asString()).isEqualTo("0x1");
  }

  @Test
  void dataOfAnotherGenesisIsRefused() {
    chain.start();
    chain.stop();
    DevGenesis other = DevGenesis.funding(List.of(SHOP));

    try (DevChain stranger = chainIn(folder.resolve("chain"), other, 0)) {
      assertThatThrownBy(stranger::start)
          .isInstanceOfSatisfying(
              PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHAIN_MISMATCH))
          .hasMessageContaining("another genesis")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void aPortInUseIsOneClearLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DevChain late = chainIn(folder.resolve("late"), genesis, taken.getLocalPort())) {
      assertThatThrownBy(late::start)
          .isInstanceOfSatisfying(
              PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PORT_IN_USE))
          .hasMessageContaining(Integer.toString(taken.getLocalPort()))
          .hasMessageNotContaining("\n");
      assertThat(late.processes()).isEmpty();
    }
  }

  @Test
  void aChosenPortIsKept() {
    int port = Ports.free();
    chain = chainIn(folder.resolve("chosen"), genesis, port);

    chain.start();

    assertThat(chain.rpc().getPort()).isEqualTo(port);
  }

  private long head() {
    try (JsonRpc rpc = new JsonRpc(chain.rpc())) {
      return rpc.head();
    }
  }

  private String hashOf(long block) {
    try (JsonRpc rpc = new JsonRpc(chain.rpc())) {
      return rpc.call("eth_getBlockByNumber", "0x" + Long.toHexString(block), false)
          .path("hash")
          .asString();
    }
  }

  private static BigInteger balance(JsonRpc rpc, Address account) {
    return Numeric.toBigInt(rpc.call("eth_getBalance", account.hex(), "latest").asString());
  }
}
