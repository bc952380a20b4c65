package io.peerz.inference.serve;

/** Tells the epoch that a receipt issued now belongs to. Must answer from memory. */
@FunctionalInterface
public interface EpochClock {
  long currentEpoch();
}
