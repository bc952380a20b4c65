package io.peerz.node.gateway;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.Collection;

/** Where the money of a session comes from. Thread-safe; may block for the chain. */
interface Coffer {
  /** Sees to channels with these nodes, as far as this coffer opens any. */
  void open(Collection<Digest> nodeIds);

  /**
   * Sets aside what a session may cost at most at a node, or refuses. {@link #release} must follow,
   * whatever becomes of it.
   */
  void hold(Digest nodeId, BigInteger priceWei);

  /** A session is over; what it paid has left the channel by now. */
  void release(Digest nodeId, BigInteger priceWei);
}
