package io.peerz.inference.engine.djl;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.Projection;
import java.util.List;

/** The products of a layer that an adapter may bend; query, key and value are one product. */
enum AdapterSite {
  QKV("qkv", Projection.QUERY, Projection.KEY, Projection.VALUE),
  OUTPUT("output", Projection.OUTPUT),
  GATE("gate", Projection.GATE),
  UP("up", Projection.UP),
  DOWN("down", Projection.DOWN);

  private final String linear;

  /** The checker does not know that {@link List#of} makes an immutable list. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Projection> projections;

  AdapterSite(String linear, Projection... projections) {
    this.linear = linear;
    this.projections = List.of(projections);
  }

  /** The name of the product's matrix in a layer. */
  String linear() {
    return linear;
  }

  /** What is bent there, in the order of the product's columns. */
  List<Projection> projections() {
    return projections;
  }

  int inputs(ModelConfig config) {
    return projections.getFirst().inputs(config);
  }

  int outputs(ModelConfig config) {
    return projections.stream().mapToInt(each -> each.outputs(config)).sum();
  }

  /** The name of the graph's (rank, inputs) matrix. */
  String narrow(int layer) {
    return PackLayout.name(layer, linear) + ".narrow";
  }

  /** The name of the graph's (outputs, rank) matrix. */
  String wide(int layer) {
    return PackLayout.name(layer, linear) + ".wide";
  }
}
