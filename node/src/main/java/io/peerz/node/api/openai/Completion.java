package io.peerz.node.api.openai;

import io.peerz.node.api.Caller;
import io.peerz.node.api.ErrorReply;
import io.peerz.node.api.EventStream;
import io.peerz.node.gateway.Gateway;
import io.peerz.node.gateway.GenerationOutcome;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** One generation and its answer, in the shapes of the endpoint that was called. */
final class Completion {
  private final Gateway gateway;
  private final GenerationRequest wanted;
  private final ReplyShapes shapes;

  Completion(Gateway gateway, GenerationRequest wanted, ReplyShapes shapes) {
    this.gateway = gateway;
    this.wanted = wanted;
    this.shapes = shapes;
  }

  void answer(RoutingContext request, Caller caller) {
    if (wanted.stream()) {
      stream(request.response(), caller);
    } else {
      whole(request.response(), caller);
    }
  }

  private void whole(HttpServerResponse response, Caller caller) {
    ReaderListener reader = new ReaderListener(caller, piece -> {});
    GenerationOutcome outcome = gateway.generate(wanted.job(), reader);
    if (reader.cancelled()) {
      return;
    }
    response
        .putHeader("content-type", "application/json")
        .putHeader("x-peerz-route", outcome.routeText())
        .putHeader("x-peerz-cost", outcome.costWei().toString())
        .end(shapes.whole(outcome).encode());
  }

  private void stream(HttpServerResponse response, Caller caller) {
    EventStream events = new EventStream(response, shapes.opening());
    ReaderListener reader = new ReaderListener(caller, piece -> events.send(shapes.piece(piece)));
    try {
      GenerationOutcome outcome = gateway.generate(wanted.job(), reader);
      if (reader.cancelled()) {
        return;
      }
      events.send(shapes.finish(outcome));
      if (wanted.includeUsage()) {
        events.send(shapes.usage(outcome));
      }
      events.done();
    } catch (PeerzException e) {
      if (!events.opened()) {
        throw e;
      }
      // The head is sent, so the failure travels as an event: clients raise it, never cut silently.
      if (!reader.cancelled()) {
        events.send(ErrorReply.of(e).body());
        events.done();
      }
    }
  }
}
