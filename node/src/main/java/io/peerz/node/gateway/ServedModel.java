package io.peerz.node.gateway;

import io.peerz.inference.wire.AdapterRef;
import io.peerz.proof.id.Digest;
import java.util.Optional;

/**
 * A model that nodes of the network offer.
 *
 * @param complete whether the offers cover all layers
 * @param leastNodesPerLayer how many nodes offer the layer that fewest offer
 * @param adapter what runs beside the base of that id; empty for a base
 */
public record ServedModel(
    String name,
    Digest modelId,
    int layers,
    boolean complete,
    int leastNodesPerLayer,
    Optional<AdapterRef> adapter) {

  /** The same coverage under an adapter's name. */
  ServedModel through(NamedAdapter named) {
    return new ServedModel(
        named.name(), modelId, layers, complete, leastNodesPerLayer, Optional.of(named.ref()));
  }
}
