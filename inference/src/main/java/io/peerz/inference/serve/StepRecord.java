package io.peerz.inference.serve;

import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.RowBytes;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;

/** A step that was computed, so that a client that lost the answer gets the same one again. */
record StepRecord(int posStart, Digest inputHash, ServerMessage.StepResult result) {

  static StepRecord of(ClientMessage.Step step, ServerMessage.StepResult result) {
    return new StepRecord(step.posStart(), hash(step), result);
  }

  boolean answers(ClientMessage.Step step) {
    return posStart == step.posStart() && inputHash.equals(hash(step));
  }

  private static Digest hash(ClientMessage.Step step) {
    byte[][] parts = new byte[step.tokens().size() + 2][];
    parts[0] = new byte[] {(byte) (step.sample() ? 1 : 0)};
    parts[1] = step.rows().toByteArray();
    for (int i = 0; i < step.tokens().size(); i++) {
      parts[i + 2] = RowBytes.ofToken(step.tokens().get(i));
    }
    return Keccak.hash(parts);
  }
}
