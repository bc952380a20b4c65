package io.peerz.finetune.duty;

import io.peerz.finetune.credit.HeldOutLosses;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Losses that remember what was asked. The trace commits an evaluator to every batch of every
 * candidate under its own name: whoever only knows the averages of another cannot make one.
 */
final class TracedLosses implements HeldOutLosses {
  private final HeldOutLosses losses;
  private final List<long[]> asked = new ArrayList<>();

  TracedLosses(HeldOutLosses losses) {
    this.losses = losses;
  }

  @Override
  public long[] nanoNats(float[] update) {
    long[] answer = losses.nanoNats(update);
    Require.that(
        answer.length >= 2,
        ErrorCode.BAD_REQUEST,
        "a round needs at least two held-out batches to tell gain from noise");
    asked.add(answer);
    return answer;
  }

  /** keccak tree over rows of evaluator ‖ losses of the batches. */
  Digest traceRoot(Digest evaluator) {
    List<byte[]> rows = new ArrayList<>();
    for (long[] answer : asked) {
      ByteBuffer row = ByteBuffer.allocate(Digest.LENGTH + answer.length * Long.BYTES);
      row.put(evaluator.bytes());
      for (long loss : answer) {
        row.putLong(loss);
      }
      rows.add(row.array());
    }
    return RowTree.rootOf(rows);
  }
}
