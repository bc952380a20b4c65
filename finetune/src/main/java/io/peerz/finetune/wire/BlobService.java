package io.peerz.finetune.wire;

import com.google.protobuf.ByteString;
import io.peerz.finetune.blob.BlobSource;
import io.peerz.finetune.wire.proto.BlobFrames;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.ErrorKind;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves blobs to anybody: they are public and prove themselves. Disk reads run on Vert.x's worker
 * threads, never on an event loop; only so many run at once, the rest is told to come back.
 */
public final class BlobService {
  private static final int MAX_RUNNING = 32;

  private final Vertx vertx;
  private final BlobSource blobs;
  private final AtomicInteger running = new AtomicInteger();

  public BlobService(Vertx vertx, BlobSource blobs) {
    this.vertx = vertx;
    this.blobs = blobs;
  }

  /** Adds the service's two methods to {@code server}. */
  public void mount(GrpcServer server) {
    server.callHandler(
        BlobProtocol.serverDescribe(),
        request -> request.handler(asked -> answer(request, () -> describe(asked))));
    server.callHandler(
        BlobProtocol.serverRead(),
        request -> request.handler(asked -> answer(request, () -> read(asked))));
  }

  private BlobFrames.DescribeReply describe(BlobFrames.DescribeRequest asked) {
    return BlobProtocol.encode(
        blobs.describe(BlobProtocol.digest(asked.getRoot(), ErrorCode.BAD_REQUEST)));
  }

  private BlobFrames.ReadReply read(BlobFrames.ReadRequest asked) {
    byte[] data =
        blobs.read(
            BlobProtocol.digest(asked.getRoot(), ErrorCode.BAD_REQUEST),
            asked.getChunkStart(),
            asked.getChunks());
    return BlobFrames.ReadReply.newBuilder().setData(ByteString.copyFrom(data)).build();
  }

  private <I, O> void answer(GrpcServerRequest<I, O> request, Callable<O> work) {
    if (running.incrementAndGet() > MAX_RUNNING) {
      running.decrementAndGet();
      refuse(request, GrpcStatus.RESOURCE_EXHAUSTED);
      return;
    }
    vertx
        .executeBlocking(work, false)
        .onComplete(
            done -> {
              running.decrementAndGet();
              if (done.succeeded()) {
                request.response().end(done.result());
              } else {
                refuse(request, statusOf(done.cause()));
              }
            });
  }

  private static void refuse(GrpcServerRequest<?, ?> request, GrpcStatus status) {
    request.response().status(status).end();
  }

  private static GrpcStatus statusOf(Throwable cause) {
    if (cause instanceof PeerzException known && known.code() == ErrorCode.NOT_FOUND) {
      return GrpcStatus.NOT_FOUND;
    }
    return cause instanceof PeerzException known && known.code().kind() == ErrorKind.CALLER
        ? GrpcStatus.INVALID_ARGUMENT
        : GrpcStatus.INTERNAL;
  }
}
