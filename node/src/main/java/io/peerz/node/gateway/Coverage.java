package io.peerz.node.gateway;

import io.peerz.inference.route.Offer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How well the offers of a swarm cover the layers of a model. */
final class Coverage {
  private Coverage() {}

  static ServedModel of(ModelVoice voice, List<Offer> offers) {
    int layers = voice.geometry().layers();
    int least = leastNodesPerLayer(offers, layers);
    return new ServedModel(
        voice.name(), voice.modelId(), layers, least > 0, least, Optional.empty());
  }

  static int leastNodesPerLayer(List<Offer> offers, int layers) {
    return IntStream.range(0, layers).map(layer -> nodesOf(offers, layer)).min().orElse(0);
  }

  private static int nodesOf(List<Offer> offers, int layer) {
    return (int)
        offers.stream()
            .filter(o -> o.shard().layerStart() <= layer && layer < o.shard().layerEnd())
            .map(Offer::nodeId)
            .distinct()
            .count();
  }
}
