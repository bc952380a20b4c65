package io.peerz.node.cli;

import io.peerz.node.units.Amounts;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A route as a person reads it. */
final class RouteText {
  private static final String ROW = "  %-14s %-8s %10s %10s %10s %12s %12s %14s%n";
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int SHORT_ID = 10;

  private RouteText() {}

  static String of(JsonNode route, boolean explain) {
    StringBuilder text = new StringBuilder(head(route));
    if (route.path("legs").isEmpty()) {
      return text.append(route.path("problem").asString()).toString();
    }
    text.append(
        ROW.formatted(
            "hop",
            "layers",
            "delay ms",
            "bytes ms",
            "queue ms",
            "compute ms",
            "sum ms",
            "PRZ/10^9 MAC"));
    route.path("legs").forEach(leg -> text.append(leg(leg)));
    text.append(standbys(route.path("standbys")));
    if (explain) {
      text.append(aim(route.path("aim").asString()).formatted());
      text.append(limits(route.path("request")));
      text.append("not taken%n".formatted());
      route.path("rivals").forEach(rival -> text.append(rival(rival)));
    }
    return text.toString().stripTrailing();
  }

  private static String aim(String aim) {
    return aim.equals("throughput")
        ? "one of the routes that together carry the most tokens per second; they take turns%n"
        : "the cheapest sum over hops [delay + bytes/rate] and nodes [queue + layers × time]%n";
  }

  static String node(JsonNode offer) {
    String id = offer.path("nodeId").asString();
    return id.substring(0, Math.min(SHORT_ID, id.length()));
  }

  static String layers(JsonNode range) {
    return range.path("layerStart").asInt() + ":" + range.path("layerEnd").asInt();
  }

  private static String head(JsonNode route) {
    JsonNode request = route.path("request");
    String session = route.path("sessionId").asString();
    return String.format(
        Locale.ROOT,
        "%s%d + %d tokens through %d layers, %d offers, expected %.1f ms%n",
        session.isEmpty() ? "" : "session " + session + ": ",
        request.path("promptTokens").asInt(),
        request.path("newTokens").asInt(),
        request.path("layers").asInt(),
        route.path("offers").asInt(),
        route.path("totalNanos").asLong() / NANOS_PER_MILLI);
  }

  private static String leg(JsonNode leg) {
    boolean back = !leg.has("offer");
    long sum =
        leg.path("delayNanos").asLong()
            + leg.path("bytesNanos").asLong()
            + leg.path("queueNanos").asLong()
            + leg.path("computeNanos").asLong();
    return ROW.formatted(
        back ? "back to client" : node(leg.path("offer")),
        back ? "" : layers(leg),
        millis(leg.path("delayNanos").asLong()),
        millis(leg.path("bytesNanos").asLong()),
        back ? "" : millis(leg.path("queueNanos").asLong()),
        back ? "" : millis(leg.path("computeNanos").asLong()),
        millis(sum),
        back ? "" : price(leg.path("offer")));
  }

  private static String standbys(JsonNode hops) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < hops.size(); i++) {
      List<String> ids = new ArrayList<>();
      hops.get(i).forEach(id -> ids.add(id.asString().substring(0, SHORT_ID)));
      lines.add("hop %d: %s".formatted(i + 1, ids.isEmpty() ? "nobody" : String.join(", ", ids)));
    }
    return lines.stream().collect(Collectors.joining("; ", "standbys  ", "%n".formatted()));
  }

  private static String limits(JsonNode request) {
    BigInteger price = new BigInteger(request.path("maxPricePerGcuWei").asString());
    return "limits    price %s, stake from %s PRZ, %s operators%n"
        .formatted(
            price.bitLength() == 96 ? "any" : "up to " + Amounts.exact(price) + " PRZ per 10^9 MAC",
            Amounts.exact(new BigInteger(request.path("minStakeWei").asString())),
            request.path("differentOperators").asBoolean() ? "different" : "any");
  }

  private static String rival(JsonNode rival) {
    JsonNode offer = rival.path("offer");
    return "  %-14s %-8s %12s  %s%n"
        .formatted(
            node(offer),
            layers(offer),
            rival.has("extraNanos") ? "+" + millis(rival.path("extraNanos").asLong()) + " ms" : "",
            reason(rival.path("reason").asString()));
  }

  private static String reason(String code) {
    return switch (code) {
      case "standby" -> "slower; stands by";
      case "slower" -> "slower";
      case "too_dear" -> "asks more than the limit";
      case "too_little_stake" -> "has less at stake than the limit";
      case "same_operator" -> "only the same operator could complete it";
      default -> "its layers join with no others";
    };
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.2f", nanos / NANOS_PER_MILLI);
  }

  private static String price(JsonNode offer) {
    return Amounts.brief(new BigInteger(offer.path("pricePerGcuWei").asString()));
  }
}
