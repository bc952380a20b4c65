package io.peerz.devnet.demo;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;

/**
 * What one node earned and why; all of it from events of the contracts.
 *
 * @param layers the range it serves
 * @param staked its stake and the transaction that put it there
 */
record NodeEarnings(
    String name,
    String layers,
    Facts.Staked staked,
    List<Facts.Redeemed> redeemed,
    List<BatchStory> batches) {

  NodeEarnings {
    redeemed = List.copyOf(redeemed);
    batches = List.copyOf(batches);
  }

  /** Picks a node's facts out of what happened on the whole network. */
  static NodeEarnings of(String name, String layers, Digest nodeId, ChainStory story) {
    return new NodeEarnings(
        name,
        layers,
        story.stakes().stream().filter(s -> s.nodeId().equals(nodeId)).findFirst().orElseThrow(),
        story.redemptions().stream().filter(r -> r.nodeId().equals(nodeId)).toList(),
        story.batches().stream()
            .filter(b -> b.nodeId().equals(nodeId))
            .map(b -> BatchStory.of(b, story))
            .toList());
  }

  Digest nodeId() {
    return staked.nodeId();
  }

  BigInteger totalWei() {
    BigInteger paidWei =
        redeemed.stream().map(Facts.Redeemed::paidWei).reduce(BigInteger.ZERO, BigInteger::add);
    return batches.stream().map(BatchStory::rebateWei).reduce(paidWei, BigInteger::add);
  }
}
