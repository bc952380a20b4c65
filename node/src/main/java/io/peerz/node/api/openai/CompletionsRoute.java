package io.peerz.node.api.openai;

import io.peerz.node.api.Caller;
import io.peerz.node.api.Fields;
import io.peerz.node.api.Payer;
import io.peerz.node.api.RequestHandler;
import io.peerz.node.gateway.Gateway;
import io.peerz.node.trace.Traces;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** {@code POST /v1/completions}: continues a plain text, whole or as server-sent events. */
public final class CompletionsRoute implements RequestHandler {
  private final Gateway gateway;
  private final Traces traces;
  private final RememberedReplies remembered = new RememberedReplies();

  public CompletionsRoute(Gateway gateway, Traces traces) {
    this.gateway = gateway;
    this.traces = traces;
  }

  @Override
  public void handle(RoutingContext request, Caller caller) {
    Fields fields = Fields.ofBody(request);
    GenerationRequest wanted = GenerationRequest.plain(fields);
    ReplyShapes shapes =
        new TextShapes(new ReplyHead("cmpl-" + UUID.randomUUID(), wanted.job().model()));
    CallerTrace trace = CallerTrace.of(traces, "text_completion", request);
    new Completion(Payer.of(request, gateway), wanted, shapes, remembered, trace)
        .answer(request, caller);
  }
}
