package io.peerz.node.api;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Server-sent events over one response, written from one virtual thread. A write returns when the
 * connection has taken it, so a slow reader slows only its own generation. The head is sent with
 * the first event, so that a failure before it can still be an HTTP error.
 */
public final class EventStream {
  private static final long SLOWEST_WRITE_SECONDS = 30;

  private final HttpServerResponse response;
  private final Optional<JsonObject> opening;
  private boolean opened;

  /**
   * A stream that has sent nothing yet.
   *
   * @param opening an event that goes before the first one
   */
  public EventStream(HttpServerResponse response, Optional<JsonObject> opening) {
    this.response = response;
    this.opening = opening;
  }

  public boolean opened() {
    return opened;
  }

  public void send(JsonObject event) {
    if (!opened) {
      open();
    }
    write("data: " + event.encode() + "\n\n");
  }

  public void done() {
    write("data: [DONE]\n\n");
    response.end();
  }

  private void open() {
    opened = true;
    response
        .setChunked(true)
        .putHeader("content-type", "text/event-stream; charset=utf-8")
        .putHeader("cache-control", "no-cache");
    opening.ifPresent(event -> write("data: " + event.encode() + "\n\n"));
  }

  private void write(String frame) {
    try {
      response
          .write(frame)
          .toCompletionStage()
          .toCompletableFuture()
          .get(SLOWEST_WRITE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw gone(e);
    } catch (ExecutionException | TimeoutException e) {
      throw gone(e);
    }
  }

  private static PeerzException gone(Exception e) {
    return new PeerzException(ErrorCode.CANCELLED, "the reader of the stream is gone", e);
  }
}
