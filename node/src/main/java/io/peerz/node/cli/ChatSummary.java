package io.peerz.node.cli;

import io.peerz.node.units.Amounts;
import java.math.BigInteger;
import java.util.Locale;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** The line under an answer: how long, how fast, over which nodes, at what cost. */
final class ChatSummary {
  private ChatSummary() {}

  static String of(JsonNode last) {
    JsonNode usage = last.path("usage");
    JsonNode extras = last.path("peerz");
    long firstMicros = extras.path("firstTokenMicros").asLong(0);
    long laterMicros = extras.path("totalMicros").asLong(0) - firstMicros;
    int tokens = usage.path("completion_tokens").asInt(0);
    return String.format(
        Locale.ROOT,
        "  prompt %d tok · reply %d tok · first token %d ms · %.1f tok/s · route %s · spent %s PRZ",
        usage.path("prompt_tokens").asInt(0),
        tokens,
        firstMicros / 1000,
        laterMicros <= 0 ? 0 : (tokens - 1) * 1e6 / laterMicros,
        route(extras),
        Amounts.exact(new BigInteger(extras.path("costWei").asString("0"))));
  }

  private static String route(JsonNode extras) {
    StringJoiner route = new StringJoiner(" → ");
    for (JsonNode hop : extras.path("route")) {
      String nodeId = hop.path("nodeId").asString("");
      route.add(
          "%s %d:%d"
              .formatted(
                  nodeId.substring(0, Math.min(10, nodeId.length())),
                  hop.path("layerStart").asInt(0),
                  hop.path("layerEnd").asInt(0)));
    }
    return route.toString();
  }
}
