package io.peerz.proof.receipt;

import static io.peerz.proof.error.ErrorCode.BAD_RECEIPT;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.util.List;
import java.util.Objects;

/**
 * An evaluator's held-out losses of a round with n units: of the base, then as each unit joined
 * along the drawn order and along its reverse.
 *
 * @param evaluator node id of the evaluator
 * @param seat number of the drawn seat (uint8)
 * @param order commitment to the merge order
 * @param evalSubset commitment to the evaluation data
 * @param losses nano-nats per token, 2n + 1 of them (int64)
 * @param stderrs standard error of each unit's gain, or a mark, by place in the order: n of them,
 *     nano-nats per token, not negative
 */
public record Measurement(
    Digest evaluator,
    Digest taskId,
    int seat,
    Digest baseRoot,
    Digest order,
    Digest evalSubset,
    List<Long> losses,
    List<Long> stderrs,
    Digest traceRoot) {
  public static final String TYPE =
      "Measurement(bytes32 evaluator,bytes32 taskId,uint8 seat,bytes32 baseRoot,bytes32 order,"
          + "bytes32 evalSubset,int64[] losses,uint64[] stderrs,bytes32 traceRoot)";

  /** The base loss, and at most 16 candidates in the drawn order and in its reverse. */
  public static final int MAX_LOSSES = 33;

  private static final Digest TYPE_HASH = Keccak.hash(TYPE);

  public Measurement {
    Objects.requireNonNull(evaluator);
    Objects.requireNonNull(taskId);
    Objects.requireNonNull(baseRoot);
    Objects.requireNonNull(order);
    Objects.requireNonNull(evalSubset);
    Objects.requireNonNull(traceRoot);
    losses = List.copyOf(losses);
    stderrs = List.copyOf(stderrs);
    Require.uint(BAD_RECEIPT, "seat", seat, 8);
    Require.range(BAD_RECEIPT, "number of losses", losses.size(), 1, MAX_LOSSES);
    Require.that(
        losses.size() == 2 * stderrs.size() + 1,
        BAD_RECEIPT,
        "a measurement of n units has 2n + 1 losses and n standard errors");
    for (long stderr : stderrs) {
      Require.range(BAD_RECEIPT, "standard error", stderr, 0, Long.MAX_VALUE);
    }
  }

  public Digest structHash() {
    return new AbiWriter(10)
        .digest(TYPE_HASH)
        .digest(evaluator)
        .digest(taskId)
        .uint(seat)
        .digest(baseRoot)
        .digest(order)
        .digest(evalSubset)
        .digest(hashArray(losses))
        .digest(hashArray(stderrs))
        .digest(traceRoot)
        .hash();
  }

  /** One measurement per seat. */
  public Digest slotKey() {
    return new AbiWriter(4).digest(TYPE_HASH).digest(evaluator).digest(taskId).uint(seat).hash();
  }

  private static Digest hashArray(List<Long> values) {
    AbiWriter out = new AbiWriter(values.size());
    values.forEach(out::int64);
    return out.hash();
  }
}
