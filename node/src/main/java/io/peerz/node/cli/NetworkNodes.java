package io.peerz.node.cli;

import io.peerz.node.units.Amounts;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code peerz network nodes}: who offers which layers, how far and how fast, as measured. */
@Command(name = "nodes", description = "Nodes as a gateway measures them: latency and speed.")
final class NetworkNodes extends GatewayAction {
  private static final String ROW = "%-12s %-8s %10s %12s %12s %7s %14s %12s%n";

  @Override
  protected int run(Cli cli) {
    JsonNode swarm = gateway(cli).get("/peerz/v1/swarm");
    cli.print("network.nodes", Map.of("swarm", swarm), () -> text(swarm));
    return ExitCodes.OK;
  }

  private static String text(JsonNode swarm) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s, %d layers; L is one way, T the time of one token through one layer%n"
            .formatted(swarm.path("model").asString(), swarm.path("layers").asInt()));
    text.append(
        ROW.formatted(
            "node",
            "layers",
            "L ms",
            "T prompt us",
            "T token us",
            "queue",
            "PRZ/10^9 MAC",
            "stake PRZ"));
    swarm.path("offers").forEach(offer -> text.append(row(offer)));
    String problem = swarm.path("problem").asString();
    return text.append(problem.isEmpty() ? "" : problem).toString().stripTrailing();
  }

  private static String row(JsonNode offer) {
    return ROW.formatted(
        RouteText.node(offer),
        RouteText.layers(offer),
        String.format(Locale.ROOT, "%.2f", offer.path("oneWayMicros").asLong() / 1e3),
        micros(offer.path("prefillNanosPerLayerToken").asLong()),
        micros(offer.path("nanosPerLayerToken").asLong()),
        offer.path("queuedTokens").asInt(),
        Amounts.brief(new BigInteger(offer.path("pricePerGcuWei").asString())),
        Amounts.exact(new BigInteger(offer.path("stakeWei").asString())));
  }

  private static String micros(long nanos) {
    return nanos == 0 ? "-" : String.format(Locale.ROOT, "%.1f", nanos / 1e3);
  }
}
