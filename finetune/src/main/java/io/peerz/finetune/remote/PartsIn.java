package io.peerz.finetune.remote;

import io.peerz.finetune.remote.proto.StageFrames.Part;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.vertx.core.Context;
import io.vertx.grpc.common.GrpcReadStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Parts on their way from the event loop to the thread that waits for them. The other side may be a
 * few parts ahead; the rest stays in its socket (HTTP/2 flow control).
 */
final class PartsIn {
  private static final int AHEAD = 4;

  private final Context context;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  // Room for the parts ahead and every kind of end.
  private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(AHEAD + 4);
  private volatile GrpcReadStream<Part> stream;

  /** What came in: a part, or the reason why no more will come. */
  private sealed interface Arrival {
    record Of(Part part) implements Arrival {}

    record End(String reason) implements Arrival {}
  }

  PartsIn(Context context) {
    this.context = context;
  }

  /** Begins to take parts; on the event loop of {@code from}. */
  void attach(GrpcReadStream<Part> from) {
    stream = from;
    from.handler(part -> arrive(new Arrival.Of(part)));
    from.endHandler(_ -> end("it ended the call"));
    from.exceptionHandler(this::fail);
    from.invalidMessageHandler(this::fail);
    from.errorHandler(error -> end("it broke the call off: " + error));
    from.pause();
    from.fetch(AHEAD);
  }

  /** No part will come any more. */
  void fail(Throwable cause) {
    end(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
  }

  /** Done as soon as anything has come in. */
  CompletableFuture<Void> begun() {
    return begun;
  }

  /** The next part. Blocking. */
  Part next(Deadline deadline) {
    try {
      Arrival arrival = arrivals.poll(deadline.leftNanos(), TimeUnit.NANOSECONDS);
      return switch (arrival) {
        case Arrival.Of(Part part) -> {
          context.runOnContext(_ -> stream.fetch(1));
          yield part;
        }
        case Arrival.End(String reason) ->
            throw new PeerzException(ErrorCode.PEER_UNREACHABLE, reason);
        case null ->
            throw new PeerzException(
                ErrorCode.PEER_UNREACHABLE, "no answer within " + deadline.limit());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while waiting for a peer", e);
    }
  }

  /** The data parts of a payload of exactly {@code size} bytes; {@code blame} says who sent it. */
  byte[] payload(int size, Deadline deadline, ErrorCode blame) {
    byte[] payload = new byte[size];
    int filled = 0;
    while (filled < size) {
      Part part = next(deadline);
      int length = part.getData().size();
      Require.that(
          length > 0 && length <= size - filled, blame, "a payload that differs from its header");
      part.getData().copyTo(payload, filled);
      filled += length;
    }
    return payload;
  }

  private void end(String reason) {
    arrive(new Arrival.End(reason));
  }

  private void arrive(Arrival arrival) {
    if (arrivals.offer(arrival)) {
      begun.complete(null);
    }
  }
}
