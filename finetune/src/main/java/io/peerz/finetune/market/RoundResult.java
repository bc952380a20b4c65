package io.peerz.finetune.market;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * What a seat reports of a round with n revealed units, in nano-nats per token.
 *
 * @param losses of the base, then after each unit's turn along the order, then after each unit's
 *     turn along its reverse: 2n + 1
 * @param standardErrors of each unit's gain, or a mark, by position in the order: n
 * @param outputRoot root of the next adapter state
 */
public record RoundResult(List<Long> losses, List<Long> standardErrors, Digest outputRoot) {
  /** What settles a round that nobody measured. */
  public static final RoundResult EMPTY = new RoundResult(List.of(), List.of(), Digest.ZERO);

  /** Mark in place of a standard error: the unit did not pass the gate. */
  public static final long LEFT_OUT = Long.MAX_VALUE;

  /** Mark of a first unit that was trained again and came out differently. */
  public static final long CAUGHT = Long.MAX_VALUE - 1;

  /** Sixteen units, two ways, and the base. */
  private static final int MAX_VALUES = 33;

  /**
   * What an honest seat says of a round that cannot be measured: no unit joins, and the adapter
   * stays what it was.
   *
   * @param units revealed in the round
   * @param baseRoot of the round
   */
  public static RoundResult unmeasured(int units, Digest baseRoot) {
    return new RoundResult(
        Collections.nCopies(2 * units + 1, 0L), Collections.nCopies(units, LEFT_OUT), baseRoot);
  }

  public RoundResult {
    losses = List.copyOf(losses);
    standardErrors = List.copyOf(standardErrors);
    Objects.requireNonNull(outputRoot);
    Require.range(ErrorCode.BAD_RECEIPT, "number of losses", losses.size(), 0, MAX_VALUES);
    Require.range(
        ErrorCode.BAD_RECEIPT, "number of standard errors", standardErrors.size(), 0, MAX_VALUES);
    for (long error : standardErrors) {
      Require.range(ErrorCode.BAD_RECEIPT, "standard error", error, 0, Long.MAX_VALUE);
    }
  }

  /** Whether there is a loss in it: no base predicts everything. */
  public boolean isMeasured() {
    return !losses.isEmpty() && losses.getFirst() > 0;
  }

  /** keccak(abi.encode(int64[] losses, uint64[] standardErrors, bytes32 outputRoot)). */
  public Digest hash() {
    int heads = 3;
    AbiWriter out = new AbiWriter(heads + 2 + losses.size() + standardErrors.size());
    out.uint((long) heads * AbiWriter.WORD);
    out.uint((long) (heads + 1 + losses.size()) * AbiWriter.WORD);
    out.digest(outputRoot);
    out.uint(losses.size());
    losses.forEach(out::int64);
    out.uint(standardErrors.size());
    standardErrors.forEach(out::uint);
    return out.hash();
  }

  /** What a seat commits to: bound to task, seat and evaluator, so it is of no use to a copier. */
  public Digest commitment(
      Digest taskId, int seat, Digest evaluator, Digest traceRoot, Digest salt) {
    return new AbiWriter(6)
        .digest(taskId)
        .uint(seat)
        .digest(evaluator)
        .digest(hash())
        .digest(traceRoot)
        .digest(salt)
        .hash();
  }

  /** For a node's own journal. */
  public byte[] encode() {
    int values = losses.size() + standardErrors.size();
    ByteBuffer out = ByteBuffer.allocate(2 + values * Long.BYTES + Digest.LENGTH);
    out.put((byte) losses.size()).put((byte) standardErrors.size());
    losses.forEach(out::putLong);
    standardErrors.forEach(out::putLong);
    return out.put(outputRoot.bytes()).array();
  }

  /** Reads what {@link #encode} wrote and moves {@code in} behind it. */
  public static RoundResult decode(ByteBuffer in) {
    int losses = in.get();
    int errors = in.get();
    List<Long> values = new ArrayList<>();
    for (int i = 0; i < losses + errors; i++) {
      values.add(in.getLong());
    }
    byte[] root = new byte[Digest.LENGTH];
    in.get(root);
    return new RoundResult(
        values.subList(0, losses), values.subList(losses, losses + errors), Digest.of(root));
  }
}
