package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.inference.wire.PushCodec;
import io.peerz.inference.wire.PushMessage;
import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.error.PeerzException;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.Optional;

/**
 * Takes what the hop before pushes and queues it for the session's thread. Owned by the event loop
 * of its stream; neither computes nor waits. The queue is bounded, so a hop that floods is cut off.
 */
final class PushReader {
  private final RingTable rings;
  private final GrpcServerRequest<Frames.PushFrame, Frames.PushReply> request;
  private Optional<RingIntake> intake = Optional.empty();
  private boolean refused;

  PushReader(RingTable rings, GrpcServerRequest<Frames.PushFrame, Frames.PushReply> request) {
    this.rings = rings;
    this.request = request;
  }

  void listen() {
    request.handler(this::read);
    request.exceptionHandler(cause -> refused = true);
    request.errorHandler(error -> refused = true);
    request.endHandler(done -> end());
  }

  private void read(Frames.PushFrame frame) {
    if (refused) {
      return;
    }
    try {
      take(PushCodec.decode(frame));
    } catch (PeerzException e) {
      refused = true;
      request.response().end(PushCodec.refused(e));
    }
  }

  private void take(PushMessage message) {
    switch (message) {
      case PushMessage.Attach attach -> {
        intake = Optional.of(rings.attach(attach));
        request.response().write(PushCodec.attached());
      }
      case PushMessage.Work(var step) -> attached().offer(new RingIntake.Item.Work(step));
      case PushMessage.Seal(var receipt) -> attached().seal(receipt);
    }
  }

  private RingIntake attached() {
    return intake.orElseThrow(() -> new PeerzException(BAD_REQUEST, "a push begins with Attach"));
  }

  private void end() {
    if (!refused) {
      refused = true;
      request.response().end();
    }
  }
}
