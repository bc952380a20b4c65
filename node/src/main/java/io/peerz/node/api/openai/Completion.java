package io.peerz.node.api.openai;

import io.peerz.inference.text.ToolCall;
import io.peerz.node.api.Caller;
import io.peerz.node.api.ErrorReply;
import io.peerz.node.api.EventStream;
import io.peerz.node.api.Spending;
import io.peerz.node.gateway.ChosenToken;
import io.peerz.node.gateway.Gateway;
import io.peerz.node.gateway.GenerationOutcome;
import io.peerz.node.trace.GenerationSpan;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** One generation and its answer, in the shapes of the endpoint that was called. */
final class Completion {
  private final Gateway gateway;
  private final GenerationRequest wanted;
  private final ReplyShapes shapes;
  private final RememberedReplies remembered;
  private final CallerTrace trace;
  private Spending spending = Spending.UNLIMITED;

  Completion(
      Gateway gateway,
      GenerationRequest wanted,
      ReplyShapes shapes,
      RememberedReplies remembered,
      CallerTrace trace) {
    this.gateway = gateway;
    this.trace = trace;
    this.remembered = remembered;
    this.wanted = wanted;
    this.shapes = shapes;
  }

  void answer(RoutingContext request, Caller caller) {
    spending = Spending.of(request);
    spending.admit();
    if (wanted.stream()) {
      stream(request.response(), caller);
    } else {
      whole(request, caller);
    }
  }

  private void whole(RoutingContext request, Caller caller) {
    String key = request.request().getHeader("idempotency-key");
    if (key != null) {
      // Whoever asks again wants this answer, so it is finished even when its first reader is gone.
      Digest fingerprint = Keccak.hash(request.body().buffer().getBytes());
      remembered.once(key, fingerprint, () -> reply(() -> false)).send(request.response());
      return;
    }
    WholeReply reply = reply(caller);
    if (!caller.gone()) {
      reply.send(request.response());
    }
  }

  private GenerationOutcome generate(int choice, ReaderListener reader) {
    GenerationSpan span = trace.begin(wanted.job());
    try {
      GenerationOutcome outcome =
          gateway.generate(wanted.job(choice).withTraceparent(span.traceparent()), reader);
      span.answered(
          outcome.promptTokens(),
          outcome.completionTokens(),
          outcome.finishReason(),
          outcome.routeText(),
          outcome.costWei().toString());
      spending.spent(outcome.costWei());
      return outcome;
    } catch (RuntimeException e) {
      span.failed(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private WholeReply reply(Caller caller) {
    ReaderListener reader = new ReaderListener(caller, ReaderListener.Sink.NOWHERE);
    List<GenerationOutcome> outcomes = new ArrayList<>();
    outcomes.add(generate(0, reader));
    for (int i = 1; i < wanted.choices() && !reader.cancelled(); i++) {
      outcomes.add(generate(i, reader));
    }
    return new WholeReply(
        outcomes.getFirst().routeText(),
        ReplyHead.costWei(outcomes).toString(),
        shapes.whole(outcomes).encode());
  }

  private void stream(HttpServerResponse response, Caller caller) {
    EventStream events = new EventStream(response, shapes.opening(0));
    ReaderListener gone = new ReaderListener(caller, ReaderListener.Sink.NOWHERE);
    try {
      List<GenerationOutcome> outcomes = new ArrayList<>();
      for (int i = 0; i < wanted.choices() && !gone.cancelled(); i++) {
        outcomes.add(choice(i, events, caller));
      }
      if (gone.cancelled()) {
        return;
      }
      if (wanted.includeUsage()) {
        events.send(shapes.usage(outcomes));
      }
      events.done();
    } catch (PeerzException e) {
      if (!events.opened()) {
        throw e;
      }
      // The head is sent, so the failure travels as an event: clients raise it, never cut silently.
      if (!gone.cancelled()) {
        events.send(ErrorReply.of(e).body());
        events.done();
      }
    }
  }

  private GenerationOutcome choice(int index, EventStream events, Caller caller) {
    if (index > 0) {
      shapes.opening(index).ifPresent(events::send);
    }
    ReaderListener reader = new ReaderListener(caller, new Events(index, events));
    GenerationOutcome outcome = generate(index, reader);
    if (!reader.cancelled()) {
      events.send(shapes.finish(index, outcome, reader.takeTokens()));
    }
    return outcome;
  }

  /** Sends the parts of one choice as events. */
  private final class Events implements ReaderListener.Sink {
    private final int index;
    private final EventStream events;

    private Events(int index, EventStream events) {
      this.index = index;
      this.events = events;
    }

    @Override
    public void text(String piece, List<ChosenToken> tokens) {
      events.send(shapes.piece(index, piece, tokens));
    }

    @Override
    public void call(int place, ToolCall call, List<ChosenToken> tokens) {
      events.send(shapes.call(index, place, call, tokens));
    }
  }
}
