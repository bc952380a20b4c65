package io.peerz.devnet.bench;

import io.peerz.inference.session.SessionConfig;
import java.util.Map;

/**
 * What receipts and vouchers add to the time of a token. The protocol has no unpaid mode to compare
 * with, so the time is measured with few and with many tokens to a receipt, interleaved; a straight
 * line through time over receipts per token gives the price of a receipt, and where it meets zero
 * receipts, the time of a token without any.
 *
 * @param millisByChunk median time between tokens, by the tokens that one receipt covers
 */
public record ReceiptCost(Map<Integer, Double> millisByChunk) {
  /** The default of a client. */
  public static final int USUAL_CHUNK = SessionConfig.defaults().chunkTokens();

  /** Least squares over (receipts per token, milliseconds): what one receipt takes. */
  public double millisPerReceipt() {
    double meanX = meanReceipts();
    double meanY = meanMillis();
    double above = 0;
    double below = 0;
    for (Map.Entry<Integer, Double> point : millisByChunk.entrySet()) {
      double x = 1.0 / point.getKey() - meanX;
      above += x * (point.getValue() - meanY);
      below += x * x;
    }
    return above / below;
  }

  /** Where the line meets no receipts at all. */
  public double millisWithout() {
    return meanMillis() - millisPerReceipt() * meanReceipts();
  }

  /** Extra time of a token, as a share, with the usual number of tokens to a receipt. */
  public double usualShare() {
    return millisPerReceipt() / USUAL_CHUNK / millisWithout();
  }

  private double meanReceipts() {
    return millisByChunk.keySet().stream().mapToDouble(chunk -> 1.0 / chunk).average().orElse(0);
  }

  private double meanMillis() {
    return millisByChunk.values().stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
