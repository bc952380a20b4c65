package io.peerz.devnet.demo;

import java.math.BigInteger;
import java.util.Optional;

/**
 * One batch from its commitment to its reward. A node has one for each epoch in which it signed
 * receipts.
 */
record BatchStory(
    Facts.Committed committed,
    Optional<Facts.Finalized> finalized,
    Optional<Facts.Claimed> claimed) {

  static BatchStory of(Facts.Committed committed, ChainStory story) {
    return new BatchStory(
        committed,
        story.finalizations().stream()
            .filter(f -> f.batchId().equals(committed.batchId()))
            .findFirst(),
        story.claims().stream().filter(c -> c.batchId().equals(committed.batchId())).findFirst());
  }

  BigInteger rebateWei() {
    return claimed.map(Facts.Claimed::paidWei).orElse(BigInteger.ZERO);
  }
}
