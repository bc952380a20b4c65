package io.peerz.node.gateway;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;

/**
 * What a gateway sees of its swarm: who offers which layers, how far and how fast they are, and
 * which route a prompt would take now.
 *
 * @param route hops in order; empty when no route covers the model
 * @param routeMicros expected time of a short prompt on that route
 * @param standbys how many nodes could step in for some hop
 * @param problem why there is no route, or empty
 */
public record SwarmReport(
    String model,
    Digest modelId,
    int layers,
    List<Seen> offers,
    List<Stop> route,
    long routeMicros,
    int standbys,
    String problem) {
  public SwarmReport {
    offers = List.copyOf(offers);
    route = List.copyOf(route);
  }

  /**
   * One node that answers.
   *
   * @param oneWayMicros measured delay to the node: L
   * @param prefillNanosPerLayerToken measured time of one prompt token through one layer, 0 while
   *     unknown
   * @param nanosPerLayerToken the same for a generated token: T is its inverse
   */
  public record Seen(
      Digest nodeId,
      Address operator,
      BigInteger stakeWei,
      int layerStart,
      int layerEnd,
      long oneWayMicros,
      long prefillNanosPerLayerToken,
      long nanosPerLayerToken,
      int queuedTokens,
      BigInteger pricePerGcuWei) {}

  /** One hop of the route. */
  public record Stop(Digest nodeId, int layerStart, int layerEnd) {}
}
