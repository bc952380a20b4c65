package io.peerz.inference.route;

import java.util.List;
import java.util.Locale;

/** Says in plain lines what a route costs and where. */
final class Explanation {
  private static final double NANOS_PER_MILLI = 1e6;

  private Explanation() {}

  static String of(Route route, CostModel costs, int admitted) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d offers considered; %d hops, expected %.1f ms for the whole request%n",
            admitted,
            route.hops().size(),
            route.costMicros() / 1e3));
    List<Hop> hops = route.hops();
    for (int i = 0; i < hops.size(); i++) {
      Offer to = hops.get(i).offer();
      long linkNanos = i == 0 ? costs.enterNanos(to) : costs.moveNanos(hops.get(i - 1).offer(), to);
      text.append(line(linkNanos, hops.get(i), costs));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "  back to the client: link %.1f ms%n",
            costs.leaveNanos(hops.getLast().offer()) / NANOS_PER_MILLI));
    return text.toString();
  }

  static String ofGap(List<Integer> uncovered, int admitted) {
    String why =
        uncovered.isEmpty()
            ? "their layer ranges do not join"
            : "nobody offers layers " + uncovered;
    return admitted + " offers considered; no route: " + why + System.lineSeparator();
  }

  private static String line(long linkNanos, Hop hop, CostModel costs) {
    Offer offer = hop.offer();
    return String.format(
        Locale.ROOT,
        "  node %s layers %d to %d at %s:%d: link %.1f ms, queue %.1f ms, compute %.1f ms%n",
        offer.nodeId().shortHex(),
        hop.layerStart(),
        hop.layerEnd(),
        offer.host(),
        offer.port(),
        linkNanos / NANOS_PER_MILLI,
        costs.queueNanos(offer) / NANOS_PER_MILLI,
        costs.layersNanos(offer, hop.layers()) / NANOS_PER_MILLI);
  }
}
