package io.peerz.node.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.stream.IntStream;

/** The swarm as a gateway sees it, for monitors. Refreshed for each scrape; blocking. */
public final class SwarmGauges {
  private static final double MICROS = 1e6;
  private static final int MOST_PEERS = 256;

  private final Gateway gateway;
  private final MultiGauge blocks;
  private final MultiGauge redundancy;
  private final MultiGauge rtt;

  public SwarmGauges(Gateway gateway, MeterRegistry registry) {
    this.gateway = gateway;
    this.blocks =
        gauge("peerz.blocks", "layers of a model by whether a node serves them", registry);
    this.redundancy =
        gauge("peerz.block.redundancy.min", "least nodes of any layer of a model", registry);
    this.rtt = gauge("peerz.peer.rtt", "round trip to a node", registry);
  }

  private static MultiGauge gauge(String name, String help, MeterRegistry registry) {
    String unit = name.equals("peerz.peer.rtt") ? "seconds" : null;
    return MultiGauge.builder(name).description(help).baseUnit(unit).register(registry);
  }

  public void refresh() {
    SwarmReport swarm = gateway.swarm();
    Tags model = Tags.of("model", swarm.model());
    int[] nodes = nodesPerLayer(swarm);
    long served = IntStream.of(nodes).filter(count -> count > 0).count();
    blocks.register(
        List.of(
            MultiGauge.Row.of(model.and("state", "served"), served),
            MultiGauge.Row.of(model.and("state", "missing"), swarm.layers() - served)),
        true);
    redundancy.register(
        List.of(MultiGauge.Row.of(model, IntStream.of(nodes).min().orElse(0))), true);
    rtt.register(
        swarm.offers().stream()
            .limit(MOST_PEERS)
            .map(
                offer ->
                    MultiGauge.Row.of(
                        Tags.of("peer", offer.nodeId().shortHex()),
                        2 * offer.oneWayMicros() / MICROS))
            .toList(),
        true);
  }

  private static int[] nodesPerLayer(SwarmReport swarm) {
    return IntStream.range(0, swarm.layers())
        .map(
            layer ->
                (int)
                    swarm.offers().stream()
                        .filter(o -> o.layerStart() <= layer && layer < o.layerEnd())
                        .count())
        .toArray();
  }
}
