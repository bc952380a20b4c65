package io.peerz.devnet.demo;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.chain.TxReceiptView;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What a real batch of receipts cost on the chain.
 *
 * @param receipts in the batch
 * @param gasUsed of its submitBatch transaction
 */
public record BatchGas(long receipts, long gasUsed) {
  private static final long LOOK_EVERY_NANOS = 500_000_000L;

  /** Waits for the first batch of a network that has served; empty when none came in time. */
  public static Optional<BatchGas> first(
      ChainClient client, Deployment deployment, long patienceSeconds) {
    ChainStory story = new ChainStory(client, deployment);
    long deadline = System.nanoTime() + patienceSeconds * 1_000_000_000L;
    Optional<BatchGas> found = look(client, story);
    while (found.isEmpty() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
      found = look(client, story);
    }
    return found;
  }

  private static Optional<BatchGas> look(ChainClient client, ChainStory story) {
    return story.batches().stream()
        .findFirst()
        .flatMap(
            batch ->
                client
                    .receipt(batch.tx())
                    .map(TxReceiptView::gasUsed)
                    .map(gas -> new BatchGas(batch.receipts(), gas)));
  }
}
