package io.peerz.node.serve;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.placement.NodeCapacity;
import io.peerz.inference.placement.PlacedShard;
import io.peerz.inference.placement.Placement;
import io.peerz.inference.route.LinkTable;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.ServiceTime;
import io.peerz.inference.swarm.Snapshot;
import io.peerz.inference.swarm.SwarmConfig;
import io.peerz.inference.swarm.SwarmView;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.wire.ShardClients;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.node.chain.ChainDirectory;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.lifecycle.Waiting;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.id.Digest;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Chooses a node's layers by what the network needs: asks the registry who announces the model,
 * asks those how fast they are, and takes the place where this node helps most. Nodes that do not
 * answer do not count. Blocking.
 */
public final class AutoLayers {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** The rest is for caches, frames and the books. */
  private static final double SHARE_FOR_WEIGHTS = 0.6;

  private final NetworkAccess network;
  private final ModelFolder model;
  private final int mostLayers;

  /**
   * Decides for one model.
   *
   * @param mostLayers the operator's bound, or 0 for as many as memory holds
   */
  public AutoLayers(NetworkAccess network, ModelFolder model, int mostLayers) {
    this.network = network;
    this.model = model;
    this.mostLayers = mostLayers;
  }

  /** The place of a node that serves nothing yet. */
  public PlacedShard first() {
    List<PlacedShard> others = others(Optional.empty());
    return new Placement(others, layers()).best(capacity(others));
  }

  /** A place that is worth moving to from the given range, if there is one. */
  public Optional<PlacedShard> better(Digest nodeId, int layerStart, int layerEnd) {
    List<PlacedShard> others = others(Optional.of(nodeId));
    NodeCapacity mine = capacity(others);
    PlacedShard current =
        new PlacedShard(layerStart, layerEnd, mine.nanosPerLayerToken(), mine.oneWayMicros());
    return new Placement(others, layers()).better(mine, current);
  }

  /** Weights of so many layers fit into this process; at least one layer is tried. */
  static int fitting(ModelConfig config, long memoryBytes) {
    Geometry geometry = config.geometry();
    double bytes = weightsPerLayer(config) * bytesPerWeight(geometry.weightDtype());
    long layers = (long) (memoryBytes * SHARE_FOR_WEIGHTS / bytes);
    return Math.clamp(layers, 1, geometry.layers());
  }

  /** One multiply-add for each weight that a row visits, and the experts that it does not. */
  private static double weightsPerLayer(ModelConfig config) {
    Geometry geometry = config.geometry();
    double visited = MacFormula.forward(geometry, 0, 1, 0, 1, false);
    double perExpert = 3.0 * geometry.dModel();
    return config
        .variations()
        .experts()
        .map(e -> visited + perExpert * e.innerWidth() * (e.count() - e.perToken()))
        .orElse(visited);
  }

  private static double bytesPerWeight(int dtype) {
    return switch (dtype) {
      case 1 -> 2;
      case 2 -> 1.0625; // a float16 scale for 32 numbers
      case 3 -> 0.5625;
      default -> 4;
    };
  }

  private int layers() {
    return model.config().geometry().layers();
  }

  /** A node that has computed nothing yet takes itself for an ordinary one. */
  private NodeCapacity capacity(List<PlacedShard> others) {
    int most =
        mostLayers > 0 ? mostLayers : fitting(model.config(), Runtime.getRuntime().maxMemory());
    return new NodeCapacity(
        Math.min(most, layers()),
        median(others, PlacedShard::nanosPerLayerToken, ServiceTime.UNKNOWN.decodeNanos()),
        median(others, PlacedShard::oneWayMicros, LinkTable.UNKNOWN_MICROS));
  }

  private static long median(
      List<PlacedShard> shards, ToLongFunction<PlacedShard> value, long whereNone) {
    long[] sorted = shards.stream().mapToLong(value).sorted().toArray();
    return sorted.length == 0 ? whereNone : sorted[sorted.length / 2];
  }

  /** Delays as this node measures them stand for those between others. */
  private List<PlacedShard> others(Optional<Digest> me) {
    Snapshot seen = look();
    return seen.offers().stream()
        .filter(offer -> !me.equals(Optional.of(offer.nodeId())))
        .filter(offer -> offer.shard().layerEnd() <= layers())
        .map(offer -> place(offer, seen.links()))
        .toList();
  }

  private static PlacedShard place(Offer offer, LinkTable links) {
    return new PlacedShard(
        offer.shard().layerStart(),
        offer.shard().layerEnd(),
        offer.service().decodeNanos(),
        links.delayMicros(LinkTable.CLIENT, offer.nodeId()));
  }

  private Snapshot look() {
    Vertx vertx = Vertx.vertx();
    try (ShardClients clients = new ShardClients(vertx, CONNECT_TIMEOUT)) {
      Clock clock = Clock.systemUTC();
      ChainDirectory directory = new ChainDirectory(new NodeDirectory(network.chain()), clock);
      return new SwarmView(directory, clients, SwarmConfig.defaults(), clock)
          .look(model.manifest().modelId());
    } finally {
      Waiting.on(vertx.close());
    }
  }
}
