package io.peerz.inference.placement;

import static io.peerz.proof.error.ErrorCode.BAD_CONFIG;

import io.peerz.proof.error.Require;

/**
 * What a node can do that looks for its place.
 *
 * @param mostLayers that fit into its memory
 * @param nanosPerLayerToken one token through one layer
 * @param oneWayMicros its delay to others
 */
public record NodeCapacity(int mostLayers, long nanosPerLayerToken, long oneWayMicros) {
  public NodeCapacity {
    Require.range(BAD_CONFIG, "mostLayers", mostLayers, 1, 0xffff);
  }

  PlacedShard at(int layerStart, int layerEnd) {
    return new PlacedShard(layerStart, layerEnd, nanosPerLayerToken, oneWayMicros);
  }
}
