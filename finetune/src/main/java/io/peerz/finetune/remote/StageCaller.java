package io.peerz.finetune.remote;

import io.peerz.finetune.remote.proto.StageFrames.Fault;
import io.peerz.finetune.remote.proto.StageFrames.Part;
import io.peerz.finetune.remote.proto.StageFrames.Reply;
import io.peerz.finetune.remote.proto.StageFrames.Request;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.PinnedClients;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.grpc.client.GrpcClientRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls to one lender, each with a deadline and a bound on what may come back. Blocking. */
final class StageCaller {
  private static final byte[] NOTHING = new byte[0];
  private static final int MAX_MESSAGE_CHARS = 400;

  /** What came back. */
  record Reaction(Reply reply, ByteBuffer payload) {}

  private final Vertx vertx;
  private final PinnedClients clients;
  private final NodeAddress node;
  private final Duration timeout;

  StageCaller(Vertx vertx, PinnedClients clients, NodeAddress node, Duration timeout) {
    this.vertx = vertx;
    this.clients = clients;
    this.node = node;
    this.timeout = timeout;
  }

  NodeAddress node() {
    return node;
  }

  Reaction ask(Request.Builder request, long replyBytes) {
    return ask(request, NOTHING, replyBytes);
  }

  /**
   * One call.
   *
   * @param replyBytes length that the reply's payload must have
   */
  Reaction ask(Request.Builder request, byte[] payload, long replyBytes) {
    Deadline deadline = Deadline.in(timeout);
    Context context = vertx.getOrCreateContext();
    PartsIn in = new PartsIn(context);
    try {
      GrpcClientRequest<Part, Part> call = begin(context, in, deadline);
      try {
        Part header = Part.newBuilder().setRequest(request.setPayloadBytes(payload.length)).build();
        new PartsOut(context, call, in.begun()).send(header, payload, deadline);
        return reaction(in, replyBytes, deadline);
      } finally {
        context.runOnContext(_ -> call.cancel()); // nothing to a call that has come to its end
      }
    } catch (PeerzException e) {
      throw new PeerzException(e.code(), node + ": " + e.getMessage(), e);
    }
  }

  private GrpcClientRequest<Part, Part> begin(Context context, PartsIn in, Deadline deadline) {
    CompletableFuture<GrpcClientRequest<Part, Part>> ready = new CompletableFuture<>();
    context.runOnContext(
        _ ->
            clients
                .to(node)
                .request(clients.way(node), StageProtocol.client())
                .onSuccess(
                    request -> {
                      request.exceptionHandler(in::fail);
                      request.response().onSuccess(in::attach).onFailure(in::fail);
                      ready.complete(request);
                    })
                .onFailure(ready::completeExceptionally));
    try {
      return ready.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new PeerzException(ErrorCode.PEER_UNREACHABLE, "cannot be reached: " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while connecting", e);
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static Reaction reaction(PartsIn in, long replyBytes, Deadline deadline) {
    Part first = in.next(deadline);
    Reply reply = first.getReply();
    if (reply.hasFault()) {
      throw refusal(reply.getFault());
    }
    long expected = reply.getDiverged() ? 0 : replyBytes;
    Require.that(
        first.hasReply() && reply.getPayloadBytes() == expected,
        ErrorCode.PEER_MISBEHAVED,
        "answered with %d bytes instead of %d".formatted(reply.getPayloadBytes(), expected));
    byte[] payload = in.payload((int) expected, deadline, ErrorCode.PEER_MISBEHAVED);
    return new Reaction(reply, Payloads.buffer(payload));
  }

  /** What a lender calls our mistake is not our caller's: with an honest one it never comes. */
  private static PeerzException refusal(Fault fault) {
    ErrorCode code =
        switch (fault.getCode()) {
          case "NOT_FOUND" -> ErrorCode.NOT_FOUND;
          case "MODEL_NOT_FOUND" -> ErrorCode.MODEL_NOT_FOUND;
          case "BAD_SIGNATURE" -> ErrorCode.BAD_SIGNATURE;
          case "BUSY" -> ErrorCode.BUSY;
          case "PEER_UNREACHABLE", "CANCELLED" -> ErrorCode.PEER_UNREACHABLE;
          default -> ErrorCode.PEER_MISBEHAVED;
        };
    String text = fault.getMessage().replaceAll("\\p{Cntrl}", " ");
    return new PeerzException(code, text.substring(0, Math.min(MAX_MESSAGE_CHARS, text.length())));
  }
}
