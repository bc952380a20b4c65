package io.peerz.node.api;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests off the event loop, each to its own virtual thread, and turns failures into error
 * replies. Each dispatcher lets a limited number of requests in; the rest are told to come again.
 */
public final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final ErrorReply FULL =
      new ErrorReply(429, "rate_limit_exceeded", "too many requests at once; try again soon", null);

  private final Semaphore room;

  public Dispatcher(int mostAtOnce) {
    this.room = new Semaphore(mostAtOnce);
  }

  public Handler<RoutingContext> on(RequestHandler handler) {
    return request -> dispatch(request, handler);
  }

  private void dispatch(RoutingContext request, RequestHandler handler) {
    if (!room.tryAcquire()) {
      FULL.send(request.response());
      return;
    }
    AtomicBoolean gone = new AtomicBoolean();
    request.response().closeHandler(closed -> gone.set(true));
    request.response().exceptionHandler(failed -> gone.set(true));
    Thread.ofVirtual()
        .name("request-" + RequestIds.of(request))
        .start(() -> serve(request, handler, gone::get));
  }

  private void serve(RoutingContext request, RequestHandler handler, Caller caller) {
    try {
      handler.handle(request, caller);
    } catch (RuntimeException e) {
      ErrorReply reply = ErrorReply.of(e);
      if (reply.status() == 500) {
        LOG.error("request {} failed", RequestIds.of(request), e);
      }
      reply.send(request.response());
    } finally {
      room.release();
    }
  }
}
