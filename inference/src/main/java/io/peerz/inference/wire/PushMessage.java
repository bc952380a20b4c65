package io.peerz.inference.wire;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;

/** What one hop of a ring says to the next, after the codec has checked it. */
public sealed interface PushMessage {

  /** Shows the secret that the client gave to both. */
  record Attach(Digest sessionId, ShardId shard, Digest key) implements PushMessage {}

  /** What to compute next; its chunk number means nothing, the receiver counts its own. */
  record Work(ClientMessage.Step step) implements PushMessage {}

  /** The signed account of rows that were pushed before. */
  record Seal(ServerMessage.Receipt receipt) implements PushMessage {}
}
