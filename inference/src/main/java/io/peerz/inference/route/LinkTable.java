package io.peerz.inference.route;

import io.peerz.proof.id.Digest;
import java.util.Map;
import java.util.function.ToLongFunction;

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

  /**
   * The links when the client passes rows on between hops: going from one node to another costs the
   * way home and out again.
   *
   * @param toClientMicros one-way delay between the client and each node
   */
  static LinkTable relayed(Map<Digest, Long> toClientMicros) {
    Map<Digest, Long> copy = Map.copyOf(toClientMicros);
    ToLongFunction<Digest> leg =
        party -> party.equals(CLIENT) ? 0 : copy.getOrDefault(party, UNKNOWN_MICROS);
    return (from, to) -> leg.applyAsLong(from) + leg.applyAsLong(to);
  }
}
