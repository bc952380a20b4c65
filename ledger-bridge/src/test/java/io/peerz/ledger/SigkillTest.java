package io.peerz.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.claim.BatchStatus;
import io.peerz.ledger.claim.BatchView;
import io.peerz.ledger.claim.RewardDesk;
import io.peerz.ledger.escrow.ChannelReader;
import io.peerz.ledger.settle.BatchState;
import io.peerz.ledger.testing.TestDeployment;
import io.peerz.ledger.testing.TestNetwork;
import io.peerz.ledger.testing.WithAnvil;
import io.peerz.ledger.testing.Work;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real node process is killed as soon as the chain shows what it did, before it can note it. */
class SigkillTest extends WithAnvil {
  private static final BigInteger RICH = BigInteger.TEN.pow(12);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;
  private TestNetwork network;
  private String signerName;
  private Digest nodeId;

  @Test
  void aNodeThatIsKilledAgainAndAgainSettlesOnceAndInFull() throws IOException {
    try (TestNetwork started = TestNetwork.start(anvil, QUICK)) {
      network = started;
      network.pay(network.deployment().contributionLedger(), RICH);
      network.deployment().write(folder.resolve("deployment.json"));
      signerName = "signer-" + System.nanoTime();
      SigningKey signer = anvil.fundedKey(signerName);
      SigningKey owner = network.person("owner", RICH);
      Digest modelId = network.model("killed").modelId();
      nodeId = network.servingNode(owner, signer, modelId);
      BigInteger beforeWei = network.chain().tokenBalanceWei(owner.address());
      SigningKey payer = network.person("payer", RICH);
      Digest channelId =
          network.channelDesk(payer).openMany(List.of(nodeId), List.of(RICH)).getFirst();
      Work work = new Work(network.chain(), signer, payer, nodeId, channelId, modelId);
      serve(work, signer);

      killWhen(() -> status() == BatchStatus.COMMITTED);
      anvil.mine(2 * TestDeployment.EPOCH_BLOCKS);
      killWhen(() -> windowEndSeconds() > 0);
      anvil.passTime(TestDeployment.WINDOW_SECONDS + 1);
      killWhen(() -> status() == BatchStatus.FINALIZED || status() == BatchStatus.CLAIMED);
      killWhen(() -> status() == BatchStatus.CLAIMED);

      assertNotedInTheEnd(signer);
      BigInteger feeWei = work.amountWei().divide(BigInteger.valueOf(50));
      assertThat(network.chain().tokenBalanceWei(owner.address()).subtract(beforeWei))
          .isEqualTo(
              work.amountWei().subtract(feeWei).add(feeWei.min(TestDeployment.POOL_PER_EPOCH)));
      assertThat(new ChannelReader(network.chain()).read(channelId).claimedWei())
          .isEqualTo(work.amountWei());
    }
  }

  private void serve(Work work, SigningKey signer) {
    anvil.mine(TestDeployment.EPOCH_BLOCKS);
    try (LedgerBridge bridge = NodeProcess.open(folder, network.chain(), signer)) {
      for (int i = 0; i < 5; i++) {
        bridge.accept(work.chunk());
        bridge.acceptVoucher(work.voucher());
      }
    }
    anvil.mine(TestDeployment.EPOCH_BLOCKS);
  }

  /** Starts the node and sends SIGKILL at the moment at which the chain shows something. */
  private void killWhen(BooleanSupplier seen) throws IOException {
    Process process =
        NodeProcess.start(anvil, folder.resolve("deployment.json"), folder, signerName);
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> {
                assertThat(process.isAlive()).as(() -> stderr()).isTrue();
                return seen.getAsBoolean();
              });
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private String stderr() {
    try {
      return Files.readString(folder.resolve("stderr.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void assertNotedInTheEnd(SigningKey signer) {
    try (ChainClient chain =
            ChainClient.connect(anvil.uri(), network.deployment(), NodeProcess.config());
        LedgerBridge bridge = NodeProcess.open(folder, chain, signer)) {
      bridge.start();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  bridge.status().batches().getFirst().state() == BatchState.CLAIMED
                      && bridge.status().trouble().isEmpty());
      assertThat(bridge.status().batches()).hasSize(1);
      assertThat(batches()).hasSize(1);
    }
  }

  private List<BatchView> batches() {
    return RewardDesk.reading(network.chain()).batches(nodeId);
  }

  private BatchStatus status() {
    return batches().stream().map(BatchView::status).findFirst().orElse(BatchStatus.NONE);
  }

  private long windowEndSeconds() {
    return batches().stream().map(BatchView::windowEndSeconds).findFirst().orElse(0L);
  }
}
