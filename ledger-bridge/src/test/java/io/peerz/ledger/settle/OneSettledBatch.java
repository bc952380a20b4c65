package io.peerz.ledger.settle;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.ledger.testing.Anvil;
import io.peerz.ledger.testing.TestDeployment;
import io.peerz.ledger.testing.TestNetwork;
import io.peerz.ledger.testing.Work;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.MemorySigningJournal;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** One epoch of a node's work, settled to the end: voucher, batch, rebate. */
public final class OneSettledBatch {
  private static final BigInteger DEPOSIT = BigInteger.TEN.pow(11);
  private static final int CHUNKS = 3;
  private static final int MOST_LOOKS = 20;

  private OneSettledBatch() {}

  public static void play(
      TestNetwork network,
      Anvil anvil,
      Path folder,
      Digest nodeId,
      SigningKey signer,
      SigningKey payer,
      Digest modelId) {
    Digest channel =
        network.channelDesk(payer).openMany(List.of(nodeId), List.of(DEPOSIT)).getFirst();
    Work work = new Work(network.chain(), signer, payer, nodeId, channel, modelId);
    try (SettlingNode node =
        new SettlingNode(
            folder,
            network.chain(),
            nodeId,
            signer,
            new MemorySigningJournal(),
            UnaryOperator.identity(),
            step -> {})) {
      for (int i = 0; i < CHUNKS; i++) {
        node.receipts().accept(work.chunk());
        node.vouchers().accept(work.voucher());
      }
      for (int i = 0; i < MOST_LOOKS && !claimed(node); i++) {
        anvil.mine(TestDeployment.EPOCH_BLOCKS);
        anvil.passTime(TestDeployment.WINDOW_SECONDS + 1);
        assertThat(node.look()).isEmpty();
      }
      assertThat(claimed(node)).isTrue();
    }
  }

  private static boolean claimed(SettlingNode node) {
    return node.batches().stream().anyMatch(batch -> batch.state() == BatchState.CLAIMED);
  }
}
