package io.peerz.inference.route;

import io.peerz.proof.id.Digest;
import java.util.Map;

/**
 * One-way delays between any two of the client and the nodes: the mission's L_ij. The client is
 * {@link #CLIENT}; every other party is named by its node id.
 */
@FunctionalInterface
public interface LinkTable {
  /** Stands for the client in {@link #delayMicros}. */
  Digest CLIENT = Digest.ZERO;

  /** What one way costs where nothing was measured: 50 ms, farther than most of the world. */
  long UNKNOWN_MICROS = 50_000;

  /** The one-way delay in microseconds, never negative. */
  long delayMicros(Digest from, Digest to);

  /** A lower bound of the delay into a node that holds whatever node is at the other end. */
  default long leastMicrosInto(Digest to) {
    return 0;
  }

  /** The same out of a node; both bounds together must not exceed the delay of any link. */
  default long leastMicrosOutOf(Digest from) {
    return 0;
  }

  /**
   * The links when the client passes rows on between hops: going from one node to another costs the
   * way home and out again.
   *
   * @param toClientMicros one-way delay between the client and each node
   */
  static LinkTable relayed(Map<Digest, Long> toClientMicros) {
    return new RelayedLinks(toClientMicros);
  }
}
