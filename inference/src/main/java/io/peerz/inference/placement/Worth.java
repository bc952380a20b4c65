package io.peerz.inference.placement;

/**
 * What a swarm is worth: first its throughput, then how near the next gain in throughput is, then
 * how soon a single token comes.
 *
 * @param flow millionths of a token per second that all routes together can carry: the least cut
 * @param missingLayers layers that must be added somewhere before the flow can grow; while there is
 *     a hole, the layers that nobody joins up
 * @param tokenNanos one token over the fastest route; {@link Long#MAX_VALUE} while there is none
 */
public record Worth(long flow, int missingLayers, long tokenNanos) {
  /** Whether a node should go to some trouble for it: a hole filled, or a quarter more flow. */
  boolean isWorthMovingFrom(Worth other) {
    if (flow == 0 && other.flow == 0) {
      return missingLayers < other.missingLayers;
    }
    return flow - other.flow > other.flow / 4;
  }
}
