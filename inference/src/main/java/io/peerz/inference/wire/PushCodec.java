package io.peerz.inference.wire;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.error.PeerzException;

/** What hops of a ring say to each other, as frames and back. */
public final class PushCodec {
  private static final Fields FIELDS = new Fields(BAD_REQUEST);

  private PushCodec() {}

  static Frames.PushFrame attach(RingSeat seat) {
    return Frames.PushFrame.newBuilder().setAttach(RingCodec.encodeAttach(seat)).build();
  }

  static Frames.PushFrame work(ClientMessage.Step step) {
    return Frames.PushFrame.newBuilder().setStep(ClientCodec.encodeStep(step)).build();
  }

  static Frames.PushFrame seal(ServerMessage.Receipt receipt) {
    return Frames.PushFrame.newBuilder().setSeal(ServerCodec.encodeReceipt(receipt)).build();
  }

  /** The answer to an accepted Attach. */
  public static Frames.PushReply attached() {
    return Frames.PushReply.newBuilder().setAttached(Frames.Attached.getDefaultInstance()).build();
  }

  /** The answer to whatever is refused. */
  public static Frames.PushReply refused(PeerzException reason) {
    ServerMessage.Fault fault = new ServerMessage.Fault(reason.code(), reason.getMessage(), 0);
    return Frames.PushReply.newBuilder().setFault(ServerCodec.encodeFault(fault)).build();
  }

  /** Refuses with BAD_REQUEST whatever breaks a bound. */
  public static PushMessage decode(Frames.PushFrame frame) {
    return switch (frame.getKindCase()) {
      case ATTACH -> RingCodec.decodeAttach(frame.getAttach(), FIELDS);
      case STEP -> new PushMessage.Work(ClientCodec.decodeStep(frame.getStep()));
      case SEAL -> new PushMessage.Seal(ServerCodec.decodeReceipt(frame.getSeal()));
      case KIND_NOT_SET -> throw new PeerzException(BAD_REQUEST, "a push of unknown kind");
    };
  }
}
