package io.peerz.devnet.demo;

import io.peerz.devnet.network.DevNetwork;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits, with the chain as the only witness, until everybody has what is theirs. Nodes do their
 * part by themselves.
 */
final class Settling {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final DevNetwork network;
  private final ChainStory story;
  private final List<Answer.Hop> hops;

  Settling(DevNetwork network, ChainStory story, List<Answer.Hop> hops) {
    this.network = network;
    this.story = story;
    this.hops = hops;
  }

  void awaitVouchersAndBatches() {
    await(
        "every voucher is redeemed and every receipt in a batch",
        () -> hops.stream().allMatch(this::isPaidAndCommitted));
  }

  private boolean isPaidAndCommitted(Answer.Hop hop) {
    return takenBy(hop.nodeId()).compareTo(hop.paidWei()) >= 0
        && committedBy(hop.nodeId()) >= hop.receipts();
  }

  private BigInteger takenBy(Digest nodeId) {
    return story.redemptions().stream()
        .filter(r -> r.nodeId().equals(nodeId))
        .map(r -> r.paidWei().add(r.feeWei()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private long committedBy(Digest nodeId) {
    return story.batches().stream()
        .filter(b -> b.nodeId().equals(nodeId))
        .mapToLong(Facts.Committed::receipts)
        .sum();
  }

  void requestCloses() {
    try (ChatClient gateway = new ChatClient(network.gateway())) {
      gateway.channels("close");
    }
  }

  void awaitClaims() {
    await(
        "every batch is final and its rebate claimed",
        () -> story.claims().size() >= story.batches().size());
  }

  /** Asks again until the closing time of each channel has come. */
  void awaitRefunds() {
    try (ChatClient gateway = new ChatClient(network.gateway())) {
      await(
          "every channel is closed and refunded",
          () -> {
            gateway.channels("settle");
            return story.closings().size() >= story.openings().size();
          });
    }
  }

  private static void await(String what, BooleanSupplier done) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new PeerzException(
            ErrorCode.TIMEOUT,
            "not after "
                + PATIENCE.toMinutes()
                + " minutes: "
                + what
                + "; see the logs of the nodes");
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }
}
