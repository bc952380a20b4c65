package io.peerz.finetune.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.peerz.finetune.remote.proto.StageFrames.Part;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.grpc.common.GrpcWriteStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Writes parts on the event loop and waits until each has left: a slow reader slows the writer. */
final class PartsOut {
  private final Context context;
  private final GrpcWriteStream<Part> stream;
  private final CompletableFuture<Void> stop;

  /**
   * Writes to {@code stream}.
   *
   * @param stop once it is done nobody reads on; the rest is left out
   */
  PartsOut(Context context, GrpcWriteStream<Part> stream, CompletableFuture<Void> stop) {
    this.context = context;
    this.stream = stream;
    this.stop = stop;
  }

  /** Sends a header and its payload, then ends this direction. Blocking. */
  void send(Part header, byte[] payload, Deadline deadline) {
    write(header, deadline);
    for (int at = 0; at < payload.length && !stop.isDone(); at += StageProtocol.PART_BYTES) {
      int length = Math.min(StageProtocol.PART_BYTES, payload.length - at);
      ByteString data = UnsafeByteOperations.unsafeWrap(payload, at, length);
      write(Part.newBuilder().setData(data).build(), deadline);
    }
    context.runOnContext(_ -> attempt(stream::end));
  }

  private void write(Part part, Deadline deadline) {
    Promise<Void> written = Promise.promise();
    context.runOnContext(_ -> attempt(() -> stream.write(part)).onComplete(written));
    try {
      CompletableFuture.anyOf(written.future().toCompletionStage().toCompletableFuture(), stop)
          .get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      if (!stop.isDone()) {
        throw new PeerzException(
            ErrorCode.PEER_UNREACHABLE, "the connection broke: " + e.getMessage(), e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while sending to a peer", e);
    }
  }

  private interface Write {
    Future<Void> run();
  }

  /** On a stream that was cut, Vert.x throws more than it documents; all mean the same. */
  private static Future<Void> attempt(Write write) {
    try {
      return write.run();
    } catch (RuntimeException cut) {
      return Future.failedFuture(cut);
    }
  }
}
