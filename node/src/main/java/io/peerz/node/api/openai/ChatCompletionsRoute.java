package io.peerz.node.api.openai;

import io.peerz.node.api.Caller;
import io.peerz.node.api.Fields;
import io.peerz.node.api.Payer;
import io.peerz.node.api.RequestHandler;
import io.peerz.node.gateway.Gateway;
import io.peerz.node.trace.Traces;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** {@code POST /v1/chat/completions}: the answer whole, or as server-sent events. */
public final class ChatCompletionsRoute implements RequestHandler {
  private final Gateway gateway;
  private final Traces traces;
  private final RememberedReplies remembered = new RememberedReplies();

  public ChatCompletionsRoute(Gateway gateway, Traces traces) {
    this.gateway = gateway;
    this.traces = traces;
  }

  @Override
  public void handle(RoutingContext request, Caller caller) {
    Fields fields = Fields.ofBody(request);
    GenerationRequest wanted = GenerationRequest.chat(fields);
    ReplyShapes shapes =
        new ChatShapes(new ReplyHead("chatcmpl-" + UUID.randomUUID(), wanted.job().model()));
    CallerTrace trace = CallerTrace.of(traces, "chat", request);
    new Completion(Payer.of(request, gateway), wanted, shapes, remembered, trace)
        .answer(request, caller);
  }
}
