package io.peerz.inference.gossip;

import io.peerz.inference.wire.GossipCodec;
import io.peerz.inference.wire.Protocol;
import io.peerz.inference.wire.proto.GossipFrames;
import io.peerz.proof.error.ErrorKind;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers whoever asks about the swarm. Signatures are checked on Vert.x's worker threads; only so
 * many exchanges run at once, the rest is told to come back.
 */
public final class GossipService {
  private static final int MAX_RUNNING = 32;

  private final Vertx vertx;
  private final Gossip gossip;
  private final InstantSource clock;
  private final AtomicInteger running = new AtomicInteger();

  public GossipService(Vertx vertx, Gossip gossip, InstantSource clock) {
    this.vertx = vertx;
    this.gossip = gossip;
    this.clock = clock;
  }

  /** Adds the service's method to a server. */
  public void mount(GrpcServer server) {
    server.callHandler(
        Protocol.serverGossip(), request -> request.handler(said -> answer(request, said)));
  }

  private void answer(
      GrpcServerRequest<GossipFrames.Gossiped, GossipFrames.Gossiped> request,
      GossipFrames.Gossiped said) {
    if (running.incrementAndGet() > MAX_RUNNING) {
      running.decrementAndGet();
      request.response().status(GrpcStatus.RESOURCE_EXHAUSTED).end();
      return;
    }
    vertx
        .executeBlocking(
            () -> GossipCodec.encode(gossip.answer(GossipCodec.decode(said), clock.instant())),
            false)
        .onComplete(
            done -> {
              running.decrementAndGet();
              if (done.succeeded()) {
                request.response().end(done.result());
              } else {
                request.response().status(statusOf(done.cause())).end();
              }
            });
  }

  private static GrpcStatus statusOf(Throwable cause) {
    return cause instanceof PeerzException known && known.kind() == ErrorKind.PEER
        ? GrpcStatus.INVALID_ARGUMENT
        : GrpcStatus.UNAVAILABLE;
  }
}
