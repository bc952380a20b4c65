package io.peerz.node.jobs;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;

/** What work costs and what is there to pay it. Blocking. */
public interface MarketPrices {
  /** What nodes of the registry ask for 10^9 MACs on a model; the median. */
  BigInteger pricePerGcuWei(Digest modelId);

  /** What the wallet holds. */
  BigInteger balanceWei();
}
