package io.peerz.node.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Optional;

/** The span of one generation, as the gateway's caller asked for it. One owner. */
public final class GenerationSpan {
  private final Span span;

  private GenerationSpan(Span span) {
    this.span = span;
  }

  /**
   * Begins.
   *
   * @param operation {@code chat} or {@code text_completion}
   * @param traceparent of the caller
   * @param requestId as it stands on the reply and in the log
   */
  public static GenerationSpan begin(
      Traces traces,
      String operation,
      String model,
      int maxTokens,
      Optional<String> traceparent,
      String requestId) {
    Span span = traces.begin(operation + " " + model, traceparent);
    span.setAttribute(TraceNames.OPERATION, operation)
        .setAttribute(TraceNames.PROVIDER, "peerz")
        .setAttribute(TraceNames.MODEL, model)
        .setAttribute(TraceNames.MAX_TOKENS, (long) maxTokens)
        .setAttribute(TraceNames.REQUEST_ID, requestId);
    return new GenerationSpan(span);
  }

  /** What the hops must be told, so that their spans are children of this one. */
  public Optional<String> traceparent() {
    return Traces.traceparent(span);
  }

  /** Ends with what became of it. */
  public void answered(
      int promptTokens, int tokens, String finishReason, String route, String costWei) {
    span.setAttribute(TraceNames.INPUT_TOKENS, (long) promptTokens)
        .setAttribute(TraceNames.OUTPUT_TOKENS, (long) tokens)
        .setAttribute(TraceNames.FINISH_REASONS, List.of(finishReason))
        .setAttribute(TraceNames.ROUTE, route)
        .setAttribute(TraceNames.COST_WEI, costWei);
    span.end();
  }

  /** Ends with the reason why there is no answer. */
  public void failed(String why) {
    span.setStatus(StatusCode.ERROR, why);
    span.end();
  }
}
