package io.peerz.inference.swarm;

import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.NodeDescription;

/** Asks a node what it serves, and measures how far it is. Blocking: virtual threads. */
@FunctionalInterface
public interface NodeProbe {
  /** What came back, and after how long. */
  record Echo(NodeDescription description, long roundTripMicros) {}

  /**
   * Refuses with a code of kind PEER where nothing comes back.
   *
   * @param first whether there is no connection to the node yet, whose making must not count
   */
  Echo ask(NodeAddress node, boolean first);
}
