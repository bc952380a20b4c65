package io.peerz.finetune.remote;

import io.peerz.finetune.remote.proto.StageFrames.Part;
import io.peerz.finetune.remote.proto.StageFrames.Reply;

/** A reply and its payload. */
record Answer(Reply.Builder reply, byte[] payload) {
  private static final byte[] NOTHING = new byte[0];

  static Answer of(Reply.Builder reply) {
    return new Answer(reply, NOTHING);
  }

  Part header() {
    return Part.newBuilder().setReply(reply.setPayloadBytes(payload.length)).build();
  }
}
