package io.peerz.inference.serve;

import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Context;
import io.vertx.grpc.common.GrpcError;
import io.vertx.grpc.server.GrpcServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Frames on their way from the event loop to a stream's thread. The client may be two frames ahead;
 * further ones stay in its socket until the thread has taken one (HTTP/2 flow control).
 */
final class StreamInbox {
  private static final int AHEAD = 2;

  private final Context context;
  private final GrpcServerRequest<Frames.ClientFrame, Frames.ServerFrame> request;
  // Room for the frames ahead and every kind of end.
  private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(AHEAD + 4);

  /** What came in: a frame, or the end of the stream. */
  sealed interface Arrival {
    record Frame(Frames.ClientFrame frame) implements Arrival {}

    record End() implements Arrival {}

    /** The session failed beside the stream. */
    record Failed(PeerzException reason) implements Arrival {}
  }

  /** Must be made on the request's event loop, which then fills it. */
  StreamInbox(Context context, GrpcServerRequest<Frames.ClientFrame, Frames.ServerFrame> request) {
    this.context = context;
    this.request = request;
    request.handler(frame -> arrivals.offer(new Arrival.Frame(frame)));
    request.endHandler(done -> end());
    request.exceptionHandler(cause -> end());
    request.errorHandler((GrpcError error) -> end());
    request.pause();
    request.fetch(AHEAD);
  }

  /** The next arrival; empty when none came in time. Blocking. */
  Optional<Arrival> take(Duration timeout) throws InterruptedException {
    Arrival arrival = arrivals.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (arrival instanceof Arrival.Frame) {
      context.runOnContext(now -> request.fetch(1));
    }
    return Optional.ofNullable(arrival);
  }

  /** Lets the stream's thread end with this reason. Any thread. */
  void fail(PeerzException reason) {
    arrivals.offer(new Arrival.Failed(reason));
  }

  private void end() {
    arrivals.offer(new Arrival.End());
  }
}
