package io.peerz.inference.model;

import static io.peerz.proof.error.ErrorCode.BAD_CHECKPOINT;

import io.peerz.proof.error.Require;

/**
 * A mixture of experts. The registered geometry's dFf is {@code perToken * innerWidth}: the work of
 * the experts that a row really visits.
 *
 * @param count feed-forward blocks to choose from
 * @param perToken blocks that a row visits
 * @param innerWidth inner width of one block
 * @param renormalised whether the chosen blocks' shares are scaled to sum to one
 */
public record Experts(int count, int perToken, int innerWidth, boolean renormalised) {
  public Experts {
    Require.range(BAD_CHECKPOINT, "number of experts", count, 1, 4096);
    Require.range(BAD_CHECKPOINT, "experts per token", perToken, 1, count);
    Require.range(BAD_CHECKPOINT, "inner width of an expert", innerWidth, 1, 1 << 17);
  }
}
