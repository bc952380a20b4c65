package io.peerz.node.gateway;

import java.util.List;

/**
 * One generation that ended, without its text. Ids are 0x-hex, amounts and MACs decimal text.
 *
 * @param id the session with the first hop
 * @param outcome {@code stop}, {@code length} or {@code cancelled}
 */
public record FinishedJob(
    String id,
    String model,
    long endedAtSeconds,
    int promptTokens,
    int completionTokens,
    String outcome,
    String costWei,
    long firstTokenMicros,
    long totalMicros,
    List<Part> parts) {
  public FinishedJob {
    parts = List.copyOf(parts);
  }

  /** What one node did of it. */
  public record Part(
      String nodeId,
      String sessionId,
      int layerStart,
      int layerEnd,
      int receipts,
      String macs,
      String paidWei) {}

  static FinishedJob of(GenerationOutcome outcome, String model, long endedAtSeconds) {
    return new FinishedJob(
        outcome.sessionId(),
        model,
        endedAtSeconds,
        outcome.promptTokens(),
        outcome.completionTokens(),
        outcome.finishReason(),
        outcome.costWei().toString(),
        outcome.firstTokenMicros(),
        outcome.totalMicros(),
        outcome.hops().stream().map(FinishedJob::part).toList());
  }

  private static Part part(GenerationOutcome.PaidHop hop) {
    return new Part(
        hop.nodeId().hex(),
        hop.sessionId(),
        hop.layerStart(),
        hop.layerEnd(),
        hop.receipts(),
        hop.macs().toString(),
        hop.paidWei().toString());
  }
}
