package io.peerz.finetune.stage;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.tensor.Tensor;

/** Token ids (rows, tokens) row-major: what the first layer range starts from. */
public final class TokenIds implements StageInput {
  private final int rows;
  private final int tokens;
  private final long[] ids;

  public TokenIds(int rows, int tokens, long[] ids) {
    if (rows < 1 || tokens < 1 || (long) rows * tokens != ids.length) {
      throw new IllegalArgumentException(
          "(%d, %d) does not hold %d tokens".formatted(rows, tokens, ids.length));
    }
    this.rows = rows;
    this.tokens = tokens;
    this.ids = ids;
  }

  public static TokenIds of(Batch batch) {
    return new TokenIds(batch.rows(), batch.tokens(), batch.inputs());
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int tokens() {
    return tokens;
  }

  /** Shared, not copied. */
  public long[] ids() {
    return ids;
  }

  Tensor tensor() {
    return Tensor.of(ids, rows, tokens);
  }
}
