package io.peerz.node.gateway;

import io.peerz.proof.id.Digest;

/**
 * A model that nodes of the network offer.
 *
 * @param complete whether the offers cover all layers
 * @param leastNodesPerLayer how many nodes offer the layer that fewest offer
 */
public record ServedModel(
    String name, Digest modelId, int layers, boolean complete, int leastNodesPerLayer) {}
