package io.peerz.inference.serve;

import io.peerz.inference.wire.ServerCodec;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.grpc.server.GrpcServerResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Sends a stream thread's messages on the event loop and lets it wait until they are out. */
final class StreamOutlet {
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);

  private final Context context;
  private final GrpcServerResponse<Frames.ClientFrame, Frames.ServerFrame> response;
  private volatile Future<Void> lastWrite = Future.succeededFuture();

  StreamOutlet(
      Context context, GrpcServerResponse<Frames.ClientFrame, Frames.ServerFrame> response) {
    this.context = context;
    this.response = response;
  }

  /** Sends and returns at once. */
  void send(ServerMessage message) {
    Frames.ServerFrame frame = ServerCodec.encode(message);
    Promise<Void> written = Promise.promise();
    context.runOnContext(now -> attempt(() -> response.write(frame)).onComplete(written));
    lastWrite = written.future();
  }

  /** Waits until a slow reader has taken what was sent. */
  void flush() throws InterruptedException {
    try {
      lastWrite
          .toCompletionStage()
          .toCompletableFuture()
          .get(WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new PeerzException(ErrorCode.PEER_UNREACHABLE, "the client is gone", e);
    } catch (TimeoutException e) {
      throw new PeerzException(ErrorCode.PEER_UNREACHABLE, "the client reads nothing", e);
    }
  }

  void end() {
    context.runOnContext(now -> attempt(response::end));
  }

  /** On a stream that its client cut, Vert.x throws more than it documents; all mean the same. */
  private static Future<Void> attempt(Supplier<Future<Void>> write) {
    try {
      return write.get();
    } catch (RuntimeException cut) {
      return Future.failedFuture(cut);
    }
  }
}
