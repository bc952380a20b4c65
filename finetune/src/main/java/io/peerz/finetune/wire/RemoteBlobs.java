package io.peerz.finetune.wire;

import io.peerz.finetune.blob.BlobSource;
import io.peerz.finetune.blob.ChunkList;
import io.peerz.finetune.wire.proto.BlobFrames;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.PinnedClients;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.vertx.core.Future;
import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Another machine's blobs. Each call blocks until the answer or the time limit. */
final class RemoteBlobs implements BlobSource {
  private final PinnedClients clients;
  private final NodeAddress holder;
  private final Duration timeout;

  RemoteBlobs(PinnedClients clients, NodeAddress holder, Duration timeout) {
    this.clients = clients;
    this.holder = holder;
    this.timeout = timeout;
  }

  @Override
  public String name() {
    return holder.toString();
  }

  @Override
  public ChunkList describe(Digest root) {
    return BlobProtocol.decode(
        ask(
            BlobProtocol.clientDescribe(),
            BlobFrames.DescribeRequest.newBuilder().setRoot(BlobProtocol.bytes(root)).build()));
  }

  @Override
  public byte[] read(Digest root, int chunkStart, int chunks) {
    BlobFrames.ReadRequest question =
        BlobFrames.ReadRequest.newBuilder()
            .setRoot(BlobProtocol.bytes(root))
            .setChunkStart(chunkStart)
            .setChunks(chunks)
            .build();
    return ask(BlobProtocol.clientRead(), question).getData().toByteArray();
  }

  private <Q, A> A ask(ServiceMethod<A, Q> method, Q question) {
    return await(
        clients
            .to(holder)
            .request(clients.way(holder), method)
            .compose(request -> request.send(question))
            .compose(response -> response.last()));
  }

  private <A> A await(Future<A> answer) {
    try {
      A message =
          answer
              .toCompletionStage()
              .toCompletableFuture()
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      Require.that(message != null, ErrorCode.PEER_MISBEHAVED, "it sent an empty answer");
      return message;
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      throw new PeerzException(
          ErrorCode.PEER_UNREACHABLE, "no answer within " + timeout.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while waiting for " + holder, e);
    }
  }

  private static PeerzException failure(Throwable cause) {
    boolean absent =
        cause instanceof InvalidStatusException refused
            && refused.actualStatus() == GrpcStatus.NOT_FOUND;
    return absent
        ? new PeerzException(ErrorCode.NOT_FOUND, "it has no such blob", cause)
        : new PeerzException(ErrorCode.PEER_UNREACHABLE, "no answer: " + cause.getMessage(), cause);
  }
}
