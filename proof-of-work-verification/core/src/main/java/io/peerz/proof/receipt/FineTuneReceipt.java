package io.peerz.proof.receipt;

import static io.peerz.proof.error.ErrorCode.BAD_RECEIPT;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.Objects;

/**
 * A node's statement about one fine-tuning unit.
 *
 * @param round number of the round in the job (uint16)
 * @param unit number of the unit in the round (uint8)
 * @param baseRoot commitment to the parameters the unit started from
 * @param dataShard commitment to the training data that was assigned
 * @param macs compute cost of the recipe, from the model's geometry
 * @param updateRoot commitment to the update
 * @param traceRoot commitment to the state after each step
 */
public record FineTuneReceipt(
    Digest nodeId,
    Digest jobId,
    int round,
    int unit,
    Digest baseRoot,
    Digest dataShard,
    Digest recipeHash,
    long steps,
    long tokens,
    BigInteger macs,
    Digest updateRoot,
    Digest traceRoot,
    long issuedAtSeconds) {
  public static final String TYPE =
      "FineTuneReceipt(bytes32 nodeId,bytes32 jobId,uint16 round,uint8 unit,bytes32 baseRoot,"
          + "bytes32 dataShard,bytes32 recipeHash,uint32 steps,uint32 tokens,uint128 macs,"
          + "bytes32 updateRoot,bytes32 traceRoot,uint40 issuedAt)";
  private static final Digest TYPE_HASH = Keccak.hash(TYPE);

  public FineTuneReceipt {
    Objects.requireNonNull(nodeId);
    Objects.requireNonNull(jobId);
    Objects.requireNonNull(baseRoot);
    Objects.requireNonNull(dataShard);
    Objects.requireNonNull(recipeHash);
    Objects.requireNonNull(updateRoot);
    Objects.requireNonNull(traceRoot);
    Require.uint(BAD_RECEIPT, "round", round, 16);
    Require.uint(BAD_RECEIPT, "unit", unit, 8);
    Require.uint(BAD_RECEIPT, "steps", steps, 32);
    Require.uint(BAD_RECEIPT, "tokens", tokens, 32);
    Require.uint(BAD_RECEIPT, "macs", macs, 128);
    Require.uint(BAD_RECEIPT, "issuedAtSeconds", issuedAtSeconds, 40);
  }

  public Digest structHash() {
    return new AbiWriter(14)
        .digest(TYPE_HASH)
        .digest(nodeId)
        .digest(jobId)
        .uint(round)
        .uint(unit)
        .digest(baseRoot)
        .digest(dataShard)
        .digest(recipeHash)
        .uint(steps)
        .uint(tokens)
        .uint(macs)
        .digest(updateRoot)
        .digest(traceRoot)
        .uint(issuedAtSeconds)
        .hash();
  }

  /** One receipt per node and unit. */
  public Digest slotKey() {
    return new AbiWriter(5)
        .digest(TYPE_HASH)
        .digest(nodeId)
        .digest(jobId)
        .uint(round)
        .uint(unit)
        .hash();
  }
}
