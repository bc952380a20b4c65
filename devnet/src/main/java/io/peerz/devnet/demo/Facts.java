package io.peerz.devnet.demo;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;

/** Events of the contracts as values, each with the transaction that made it. */
final class Facts {
  private Facts() {}

  record Registered(Digest nodeId, Address owner, Address payout, Digest tx) {}

  record Staked(Digest nodeId, BigInteger stakeWei, BigInteger lockedWei, Digest tx) {}

  record Opened(Digest channelId, Digest nodeId, BigInteger depositWei, Digest tx) {}

  /** paidWei went to the node, feeWei was burned. */
  record Redeemed(
      Digest channelId,
      Digest nodeId,
      BigInteger cumulativeMacs,
      BigInteger paidWei,
      BigInteger feeWei,
      Digest tx) {}

  record Closed(Digest channelId, BigInteger paidTotalWei, BigInteger refundWei, Digest tx) {}

  record Committed(
      Digest batchId,
      Digest nodeId,
      long epoch,
      Digest root,
      BigInteger macs,
      long receipts,
      Digest tx) {}

  record Finalized(Digest batchId, Digest tx) {}

  /** shareWei is the part of the pool by work done, paidWei what burned fees allow of it. */
  record Claimed(
      Digest batchId,
      Digest nodeId,
      long epoch,
      BigInteger shareWei,
      BigInteger paidWei,
      Digest tx) {}

  record Sealed(long epoch, Digest tx) {}
}
