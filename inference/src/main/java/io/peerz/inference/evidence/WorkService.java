package io.peerz.inference.evidence;

import com.google.protobuf.ByteString;
import io.peerz.inference.wire.Protocol;
import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.id.Digest;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Shows kept chunks to anybody, where the requester agreed to that: private sessions stay private.
 * Disk reads run on Vert.x's worker threads, and only so many at once.
 */
public final class WorkService {
  /** Longest part of one reply. */
  static final int PART_BYTES = 1 << 20;

  private static final int MAX_RUNNING = 8;

  private final Vertx vertx;
  private final KeptWork work;
  private final AtomicInteger running = new AtomicInteger();

  public WorkService(Vertx vertx, KeptWork work) {
    this.vertx = vertx;
    this.work = work;
  }

  /** Adds the service's method to {@code server}. */
  public void mount(GrpcServer server) {
    server.callHandler(
        Protocol.serverKept(), request -> request.handler(asked -> answer(request, asked)));
  }

  private void answer(
      GrpcServerRequest<Frames.KeptRequest, Frames.KeptReply> request, Frames.KeptRequest asked) {
    if (asked.getReceiptDigest().size() != Digest.LENGTH) {
      request.response().status(GrpcStatus.INVALID_ARGUMENT).end();
    } else if (running.incrementAndGet() > MAX_RUNNING) {
      running.decrementAndGet();
      request.response().status(GrpcStatus.RESOURCE_EXHAUSTED).end();
    } else {
      vertx
          .executeBlocking(() -> read(asked), false)
          .onComplete(
              done -> {
                running.decrementAndGet();
                if (done.succeeded() && done.result().isPresent()) {
                  request.response().end(done.result().get());
                } else {
                  request.response().status(GrpcStatus.NOT_FOUND).end();
                }
              });
    }
  }

  private Optional<Frames.KeptReply> read(Frames.KeptRequest asked) {
    return work.shown(Digest.of(asked.getReceiptDigest().toByteArray()))
        .map(KeptChunkCodec::encode)
        .map(bytes -> part(bytes, asked.getOffset()));
  }

  private static Frames.KeptReply part(byte[] bytes, int offset) {
    int from = Math.clamp(Integer.toUnsignedLong(offset), 0, bytes.length);
    int length = Math.min(PART_BYTES, bytes.length - from);
    return Frames.KeptReply.newBuilder()
        .setTotalBytes(bytes.length)
        .setData(ByteString.copyFrom(bytes, from, length))
        .build();
  }
}
