package io.peerz.node.trace;

import io.opentelemetry.api.trace.Span;
import io.peerz.inference.serve.SessionWatch;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.proof.id.Digest;
import java.util.Optional;
import java.util.function.IntConsumer;

/** A span for each session that this node serves, child of the payer's span where it has one. */
public final class HopSpans implements SessionWatch {
  private final Traces traces;
  private final Digest nodeId;

  public HopSpans(Traces traces, Digest nodeId) {
    this.traces = traces;
    this.nodeId = nodeId;
  }

  @Override
  public IntConsumer began(Optional<String> traceparent, ClientMessage.Open open) {
    Span span = traces.begin(TraceNames.HOP, traceparent);
    span.setAttribute(TraceNames.NODE, nodeId.hex())
        .setAttribute(TraceNames.SESSION, open.sessionId().hex())
        .setAttribute(TraceNames.LAYER_START, (long) open.shard().layerStart())
        .setAttribute(TraceNames.LAYER_END, (long) open.shard().layerEnd());
    return positions -> {
      span.setAttribute(TraceNames.POSITIONS, (long) positions);
      span.end();
    };
  }
}
