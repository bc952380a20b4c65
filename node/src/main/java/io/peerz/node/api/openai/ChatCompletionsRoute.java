package io.peerz.node.api.openai;

import io.peerz.node.api.BadParameter;
import io.peerz.node.api.ErrorReply;
import io.peerz.node.api.RequestHandler;
import io.peerz.node.gateway.Gateway;
import io.peerz.node.gateway.GenerationOutcome;
import io.peerz.node.gateway.TextListener;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code POST /v1/chat/completions}: the answer whole, or as server-sent events. */
public final class ChatCompletionsRoute implements RequestHandler {
  private final Gateway gateway;

  public ChatCompletionsRoute(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public void handle(RoutingContext request) {
    ChatRequest chat = ChatRequest.parse(bodyOf(request));
    AtomicBoolean gone = new AtomicBoolean();
    request.response().closeHandler(closed -> gone.set(true));
    ChunkWriter chunks = new ChunkWriter("chatcmpl-" + UUID.randomUUID(), chat.job().model());
    if (chat.stream()) {
      stream(request, chat, chunks, gone);
    } else {
      GenerationOutcome outcome = gateway.generate(chat.job(), listener(gone, piece -> {}));
      request.response().putHeader("x-peerz-route", outcome.routeText());
      request.response().putHeader("x-peerz-cost", outcome.costWei().toString());
      request.json(chunks.whole(outcome));
    }
  }

  private void stream(
      RoutingContext request, ChatRequest chat, ChunkWriter chunks, AtomicBoolean gone) {
    EventStream events = new EventStream(request.response());
    AtomicBoolean opened = new AtomicBoolean();
    TextListener listener =
        listener(
            gone,
            piece -> {
              if (opened.compareAndSet(false, true)) {
                events.open();
                events.send(chunks.role());
              }
              events.send(chunks.text(piece));
            });
    try {
      GenerationOutcome outcome = gateway.generate(chat.job(), listener);
      if (opened.compareAndSet(false, true)) {
        events.open();
        events.send(chunks.role());
      }
      events.send(chunks.finish(outcome));
      if (chat.includeUsage()) {
        events.send(chunks.usage(outcome));
      }
      events.done();
    } catch (PeerzException e) {
      if (!opened.get()) {
        throw e;
      }
      // The head is sent, so the failure travels as an event: clients raise it, never cut silently.
      events.send(ErrorReply.body(ErrorReply.nameOf(e), e.getMessage(), null));
      events.done();
    }
  }

  private static TextListener listener(AtomicBoolean gone, java.util.function.Consumer<String> to) {
    return new TextListener() {
      @Override
      public void onText(String piece) {
        if (!piece.isEmpty()) {
          to.accept(piece);
        }
      }

      @Override
      public boolean cancelled() {
        return gone.get();
      }
    };
  }

  private static JsonObject bodyOf(RoutingContext request) {
    try {
      JsonObject json = request.body().asJsonObject();
      if (json != null) {
        return json;
      }
    } catch (DecodeException | ClassCastException e) {
      // answered below with the same words
    }
    throw BadParameter.invalid("body", "must be one JSON object");
  }
}
