package io.peerz.node.gateway;

import io.peerz.inference.session.HopReport;
import java.util.List;

/** What nodes did of a piece of work, as outcomes tell it. */
final class Reports {
  private Reports() {}

  static List<GenerationOutcome.PaidHop> paid(List<HopReport> hops) {
    return hops.stream().map(Reports::paid).toList();
  }

  private static GenerationOutcome.PaidHop paid(HopReport report) {
    return new GenerationOutcome.PaidHop(
        report.hop().offer().nodeId(),
        sessionOf(report),
        report.hop().layerStart(),
        report.hop().layerEnd(),
        report.receipts().size(),
        report.macs(),
        report.amountWei());
  }

  /** The session with the first hop, which names the work; empty where no receipt came. */
  static String first(List<HopReport> hops) {
    return sessions(hops).stream().findFirst().orElse("");
  }

  static List<String> sessions(List<HopReport> hops) {
    return hops.stream().map(Reports::sessionOf).filter(id -> !id.isEmpty()).distinct().toList();
  }

  private static String sessionOf(HopReport report) {
    return report.receipts().stream()
        .findFirst()
        .map(signed -> signed.receipt().sessionId().hex())
        .orElse("");
  }
}
