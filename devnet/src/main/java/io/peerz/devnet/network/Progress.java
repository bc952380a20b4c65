package io.peerz.devnet.network;

import java.time.Duration;

/** Hears what a starting network does, one step at a time. */
@FunctionalInterface
public interface Progress {
  /**
   * Hears that a step is done.
   *
   * @param what one word: chain, contracts, nodes
   * @param detail what exactly
   * @param outcome how it ended, for instance {@code ready}
   */
  void step(String what, String detail, String outcome, Duration took);
}
