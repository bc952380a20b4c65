package io.peerz.inference.wire;

import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The client's end of one session stream. Any thread may {@link #send}; {@link #receive} belongs to
 * one virtual thread; frames that arrive meanwhile wait in a queue. A server that is not paid falls
 * silent after two chunks of tokens, so a full queue means that it misbehaves, and the stream is
 * cut.
 */
public final class SessionStream implements AutoCloseable {
  private static final int QUEUE = 256;
  private static final String TRACEPARENT = "traceparent";

  private final NodeAddress node;
  private final Context context;
  private final GrpcClientRequest<Frames.ClientFrame, Frames.ServerFrame> request;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(QUEUE);

  /** What came in: a frame, or the reason why no more will come. */
  private sealed interface Arrival {
    record Frame(Frames.ServerFrame frame) implements Arrival {}

    record End(PeerzException reason) implements Arrival {}
  }

  private SessionStream(
      NodeAddress node,
      Context context,
      GrpcClientRequest<Frames.ClientFrame, Frames.ServerFrame> request) {
    this.node = node;
    this.context = context;
    this.request = request;
  }

  /** Connects on an event loop of its own choice and waits until the stream can be written. */
  static SessionStream open(
      NodeAddress node,
      SocketAddress address,
      Context context,
      GrpcClient client,
      Duration timeout,
      Optional<String> traceparent) {
    Promise<SessionStream> ready = Promise.promise();
    context.runOnContext(
        now ->
            client
                .request(address, Protocol.clientSession())
                .map(
                    request -> {
                      traceparent.ifPresent(t -> request.headers().set(TRACEPARENT, t));
                      return new SessionStream(node, context, request).listening();
                    })
                .onComplete(ready));
    return Blocking.await(ready.future(), node, timeout);
  }

  public NodeAddress node() {
    return node;
  }

  /** Queues a message for sending and returns; a broken stream shows in {@link #receive}. */
  public void send(ClientMessage message) {
    Frames.ClientFrame frame = ClientCodec.encode(message);
    context.runOnContext(now -> write(frame));
  }

  /** The next message, decoded and checked; PEER_UNREACHABLE when none comes in time. */
  public ServerMessage receive(Duration timeout) {
    try {
      Arrival arrival = arrivals.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return switch (arrival) {
        case Arrival.Frame(Frames.ServerFrame frame) -> ServerCodec.decode(frame);
        case Arrival.End(PeerzException reason) -> throw reason;
        case null ->
            throw new PeerzException(
                ErrorCode.PEER_UNREACHABLE,
                node + " sent nothing for " + timeout.toMillis() + " ms; try another node");
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while waiting for " + node, e);
    }
  }

  /** Cuts the stream at once; any thread, as often as it likes. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      context.runOnContext(now -> request.cancel());
    }
  }

  private SessionStream listening() {
    request.exceptionHandler(this::end);
    request.response().onSuccess(this::listen).onFailure(this::end);
    return this;
  }

  private void write(Frames.ClientFrame frame) {
    try {
      request.write(frame);
    } catch (RuntimeException broken) { // Vert.x throws on a stream that was cut
      end(broken);
    }
  }

  private void listen(GrpcClientResponse<Frames.ClientFrame, Frames.ServerFrame> response) {
    response.handler(frame -> arrive(new Arrival.Frame(frame)));
    response.exceptionHandler(this::end);
    response.invalidMessageHandler(this::end);
    response.endHandler(
        done ->
            arrive(
                new Arrival.End(
                    new PeerzException(
                        ErrorCode.PEER_UNREACHABLE,
                        node + " ended the stream; try another node"))));
  }

  private void end(Throwable cause) {
    arrive(new Arrival.End(Blocking.failure(node, cause)));
  }

  private void arrive(Arrival arrival) {
    if (!arrivals.offer(arrival)) {
      request.cancel();
    }
  }
}
