package io.peerz.inference.wire;

import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One hop's way to the next. Frames are sent without waiting; how many may be under way is bounded
 * by what the sender may compute unpaid. Thread-safe.
 */
public final class PushStream implements AutoCloseable {
  private final RingSeat seat;
  private final Context context;
  private final GrpcClientRequest<Frames.PushFrame, Frames.PushReply> request;
  private final Consumer<PeerzException> onBroken;
  private final Promise<PushStream> attached;
  private final AtomicBoolean over = new AtomicBoolean();

  private PushStream(
      RingSeat seat,
      Context context,
      GrpcClientRequest<Frames.PushFrame, Frames.PushReply> request,
      Consumer<PeerzException> onBroken,
      Promise<PushStream> attached) {
    this.seat = seat;
    this.context = context;
    this.request = request;
    this.onBroken = onBroken;
    this.attached = attached;
  }

  /**
   * Connects and waits until the next hop has taken the key. Blocking.
   *
   * @param onBroken hears once, on an event loop, when the way breaks later
   */
  static PushStream open(
      RingSeat seat,
      SocketAddress address,
      Context context,
      GrpcClient client,
      Duration timeout,
      Consumer<PeerzException> onBroken) {
    Promise<PushStream> attached = Promise.promise();
    context.runOnContext(
        now ->
            client
                .request(address, Protocol.clientPush())
                .onSuccess(
                    request -> new PushStream(seat, context, request, onBroken, attached).begin())
                .onFailure(attached::tryFail));
    return Blocking.await(attached.future(), seat.address(), timeout);
  }

  /** Hands work to the next hop. */
  public void send(ClientMessage.Step step) {
    write(PushCodec.work(step));
  }

  /** Hands it the signed account of what was sent. */
  public void seal(ServerMessage.Receipt receipt) {
    write(PushCodec.seal(receipt));
  }

  /** Cuts the way; nothing is heard of it any more. */
  @Override
  public void close() {
    if (!over.getAndSet(true)) {
      context.runOnContext(now -> request.cancel());
    }
  }

  private void begin() {
    request.exceptionHandler(this::broken);
    request.response().onSuccess(this::listen).onFailure(this::broken);
    request.write(PushCodec.attach(seat));
  }

  private void listen(GrpcClientResponse<Frames.PushFrame, Frames.PushReply> response) {
    response.handler(this::answered);
    response.exceptionHandler(this::broken);
    response.invalidMessageHandler(this::broken);
    response.endHandler(done -> broken(new IllegalStateException("it ended the stream")));
  }

  private void answered(Frames.PushReply reply) {
    if (reply.hasAttached()) {
      attached.tryComplete(this);
    } else {
      broken(ServerCodec.decodeFault(reply.getFault()).toException(seat.address().toString()));
    }
  }

  private void write(Frames.PushFrame frame) {
    context.runOnContext(
        now -> {
          try {
            request.write(frame);
          } catch (RuntimeException cut) { // Vert.x throws on a stream that was cut
            broken(cut);
          }
        });
  }

  private void broken(Throwable cause) {
    if (!over.getAndSet(true)) {
      PeerzException reason = Blocking.failure(seat.address(), cause);
      if (!attached.tryFail(reason)) {
        onBroken.accept(reason);
      }
    }
  }
}
