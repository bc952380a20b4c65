package io.peerz.node.api.explorer;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * {@code GET /api/v1/live}: server-sent events to every open page. A reader that does not keep up
 * is dropped; its page connects again and asks for what it missed. Thread-safe.
 */
public final class LiveStream implements Handler<RoutingContext>, AutoCloseable {
  private static final long HEARTBEAT_MILLIS = 10_000;
  private static final int MOST_READERS = 256;

  private final Vertx vertx;
  private final Set<HttpServerResponse> readers = ConcurrentHashMap.newKeySet();
  private final long heartbeat;
  private volatile String last = "";

  public LiveStream(Vertx vertx) {
    this.vertx = vertx;
    this.heartbeat = vertx.setPeriodic(HEARTBEAT_MILLIS, id -> sendAll(": still here\n\n"));
  }

  @Override
  public void handle(RoutingContext request) {
    HttpServerResponse response = request.response();
    if (readers.size() >= MOST_READERS) {
      response.setStatusCode(503).end();
      return;
    }
    response
        .setChunked(true)
        .putHeader("content-type", "text/event-stream; charset=utf-8")
        .putHeader("cache-control", "no-store")
        .putHeader("content-encoding", "identity"); // a compressor would hold events back
    response.closeHandler(closed -> readers.remove(response));
    response.exceptionHandler(failed -> readers.remove(response));
    readers.add(response);
    response.write("retry: 1000\n\n" + last);
  }

  /** Tells every page; one that opens later hears the last news first. */
  public void publish(String event, JsonNode data) {
    last = "event: " + event + "\ndata: " + data + "\n\n";
    String frame = last;
    vertx.runOnContext(ignored -> sendAll(frame));
  }

  private void sendAll(String frame) {
    readers.removeIf(reader -> !keepsUp(reader, frame));
  }

  private static boolean keepsUp(HttpServerResponse reader, String frame) {
    if (reader.writeQueueFull()) {
      reader.reset();
      return false;
    }
    reader.write(frame);
    return true;
  }

  @Override
  public void close() {
    vertx.cancelTimer(heartbeat);
    readers.forEach(HttpServerResponse::end);
    readers.clear();
  }
}
