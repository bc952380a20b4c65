package io.peerz.finetune.remote;

import io.peerz.finetune.remote.proto.StageFrames.Part;
import io.peerz.finetune.remote.proto.StageFrames.Reply;

/** A reply and its payload. */
final class Answer {
  private static final byte[] NOTHING = new byte[0];

  private final Reply.Builder reply;
  private final byte[] payload;

  /** Takes the array as it is. */
  Answer(Reply.Builder reply, byte[] payload) {
    this.reply = reply;
    this.payload = payload;
  }

  static Answer of(Reply.Builder reply) {
    return new Answer(reply, NOTHING);
  }

  Part header() {
    return Part.newBuilder().setReply(reply.setPayloadBytes(payload.length)).build();
  }

  /** Shared, not copied. */
  byte[] payload() {
    return payload;
  }
}
