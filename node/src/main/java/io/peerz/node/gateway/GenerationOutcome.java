package io.peerz.node.gateway;

import io.peerz.inference.text.ToolCall;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A finished generation and what it cost.
 *
 * @param calls tools that the model wants run
 * @param finishReason {@code stop}, {@code length}, {@code tool_calls} or {@code cancelled}
 * @param tokens the generated token ids, in order
 * @param chosen the same with their probabilities, where they were asked for; else empty
 */
public record GenerationOutcome(
    String text,
    List<ToolCall> calls,
    String finishReason,
    int promptTokens,
    List<Integer> tokens,
    List<ChosenToken> chosen,
    String sessionId,
    List<PaidHop> hops,
    long firstTokenMicros,
    long totalMicros) {

  /**
   * One node's part: in which session, how many receipts it signed for how much work, and what it
   * was paid.
   */
  public record PaidHop(
      Digest nodeId,
      String sessionId,
      int layerStart,
      int layerEnd,
      int receipts,
      BigInteger macs,
      BigInteger paidWei) {}

  public GenerationOutcome {
    calls = List.copyOf(calls);
    tokens = List.copyOf(tokens);
    chosen = List.copyOf(chosen);
    hops = List.copyOf(hops);
  }

  public int completionTokens() {
    return tokens.size();
  }

  public BigInteger costWei() {
    return hops.stream().map(PaidHop::paidWei).reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** For a header: {@code 0xab12…(0:2) > 0xcd34…(2:4)}. */
  public String routeText() {
    return hops.stream()
        .map(h -> "%s(%d:%d)".formatted(h.nodeId().hex(), h.layerStart(), h.layerEnd()))
        .collect(Collectors.joining(" > "));
  }
}
