package io.peerz.finetune.data;

import io.peerz.finetune.model.Batch;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The batches one unit must train on: example number n of the unit is keccak(seed ‖ round ‖ unit ‖
 * n) mod the number of examples, so nobody chooses his data and an auditor draws the same. Rows are
 * filled with whole examples and padded.
 */
public final class UnitBatches {
  private static final int PADDING = 0;

  private final List<TokenizedExample> examples;
  private final Digest seed;
  private final int round;
  private final int unit;
  private final int rows;
  private final int tokens;
  private long drawn;

  /**
   * The batches of one unit, from its first.
   *
   * @param rows rows of a batch
   * @param tokens length of a row; no example may be longer
   */
  public UnitBatches(
      List<TokenizedExample> examples, Digest seed, int round, int unit, int rows, int tokens) {
    int longest = examples.stream().mapToInt(TokenizedExample::length).max().orElse(0);
    Require.range(
        ErrorCode.BAD_REQUEST, "length of the longest example in tokens", longest, 1, tokens + 1L);
    this.examples = List.copyOf(examples);
    this.seed = seed;
    this.round = round;
    this.unit = unit;
    this.rows = rows;
    this.tokens = tokens;
  }

  /** The unit's next batch. */
  public Batch next() {
    int[][] sequences = new int[rows][tokens + 1];
    boolean[][] counts = new boolean[rows][tokens + 1];
    TokenizedExample waiting = draw();
    for (int row = 0; row < rows; row++) {
      Arrays.fill(sequences[row], PADDING);
      int filled = 0;
      while (filled + waiting.length() <= tokens + 1) {
        System.arraycopy(waiting.tokens(), 0, sequences[row], filled, waiting.length());
        System.arraycopy(waiting.learned(), 0, counts[row], filled, waiting.length());
        filled += waiting.length();
        waiting = draw();
      }
    }
    return Batch.of(sequences, counts);
  }

  private TokenizedExample draw() {
    byte[] counter =
        ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
            .putInt(round)
            .putInt(unit)
            .putLong(drawn++)
            .array();
    BigInteger number = new BigInteger(1, Keccak.hash(seed.bytes(), counter).bytes());
    return examples.get(number.mod(BigInteger.valueOf(examples.size())).intValue());
  }
}
