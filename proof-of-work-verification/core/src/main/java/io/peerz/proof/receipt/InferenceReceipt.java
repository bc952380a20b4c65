package io.peerz.proof.receipt;

import static io.peerz.proof.error.ErrorCode.BAD_RECEIPT;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.Objects;

/**
 * A node's statement about one chunk of a session on its layers. The requester countersigns it in a
 * {@link Delivery}.
 *
 * @param seq number of the chunk in the session, from 0 (uint32)
 * @param posStart position of the first token (uint32)
 * @param tokens tokens in the chunk, at least 1 (uint32)
 * @param flags bit 0 output head included, bit 1 auditable, bits 2-3 profile (0 exact), bit 4
 *     canary-eligible
 * @param macs compute cost of this chunk, from the model's geometry
 * @param cumulativeMacs of the session on these layers, including this chunk
 * @param cumulativeAmountWei price of {@code cumulativeMacs}
 * @param inDigest root of the append-only log over the input rows of positions [0, posStart +
 *     tokens)
 * @param outCommit keccak(salt ‖ root of the output rows)
 * @param prevReceipt struct hash of the session's previous receipt, zero for the first
 */
public record InferenceReceipt(
    Digest nodeId,
    Digest sessionId,
    Digest channelId,
    Digest modelId,
    long seq,
    int layerStart,
    int layerEnd,
    long posStart,
    long tokens,
    int flags,
    BigInteger macs,
    BigInteger cumulativeMacs,
    BigInteger cumulativeAmountWei,
    Digest inDigest,
    Digest outCommit,
    Digest prevReceipt,
    long epoch,
    long issuedAtSeconds) {
  public static final String TYPE =
      "InferenceReceipt(bytes32 nodeId,bytes32 sessionId,bytes32 channelId,bytes32 modelId,"
          + "uint32 seq,uint16 layerStart,uint16 layerEnd,uint32 posStart,uint32 tokens,"
          + "uint8 flags,uint128 macs,uint128 cumulativeMacs,uint128 cumulativeAmount,"
          + "bytes32 inDigest,bytes32 outCommit,bytes32 prevReceipt,uint64 epoch,uint40 issuedAt)";
  public static final int FLAG_HEAD = 1;
  public static final int FLAG_AUDITABLE = 1 << 1;
  public static final int PROFILE_SHIFT = 2;

  static final int WORDS = 18;
  private static final Digest TYPE_HASH = Keccak.hash(TYPE);

  public InferenceReceipt {
    Objects.requireNonNull(nodeId);
    Objects.requireNonNull(sessionId);
    Objects.requireNonNull(channelId);
    Objects.requireNonNull(modelId);
    Objects.requireNonNull(inDigest);
    Objects.requireNonNull(outCommit);
    Objects.requireNonNull(prevReceipt);
    Require.uint(BAD_RECEIPT, "seq", seq, 32);
    Require.range(BAD_RECEIPT, "layerEnd", layerEnd, 1, 0xffff);
    Require.range(BAD_RECEIPT, "layerStart", layerStart, 0, layerEnd - 1L);
    Require.uint(BAD_RECEIPT, "posStart", posStart, 32);
    Require.range(BAD_RECEIPT, "tokens", tokens, 1, 0xffff_ffffL);
    Require.uint(BAD_RECEIPT, "flags", flags, 8);
    Require.uint(BAD_RECEIPT, "macs", macs, 128);
    Require.uint(BAD_RECEIPT, "cumulativeMacs", cumulativeMacs, 128);
    Require.uint(BAD_RECEIPT, "cumulativeAmountWei", cumulativeAmountWei, 128);
    Require.that(
        macs.compareTo(cumulativeMacs) <= 0, BAD_RECEIPT, "macs exceed the cumulative macs");
    Require.range(BAD_RECEIPT, "epoch", epoch, 0, Long.MAX_VALUE);
    Require.uint(BAD_RECEIPT, "issuedAtSeconds", issuedAtSeconds, 40);
  }

  public boolean headIncluded() {
    return (flags & FLAG_HEAD) != 0;
  }

  public boolean auditable() {
    return (flags & FLAG_AUDITABLE) != 0;
  }

  /** 0 bit-exact, 1 within a tolerance. */
  public int profile() {
    return (flags >> PROFILE_SHIFT) & 3;
  }

  /** EIP-712 hash of this struct. */
  public Digest structHash() {
    return writeTo(new AbiWriter(1 + WORDS).digest(TYPE_HASH)).hash();
  }

  /** Two different digests signed by one node under this key are proof of equivocation. */
  public Digest slotKey() {
    return new AbiWriter(6)
        .digest(TYPE_HASH)
        .digest(nodeId)
        .digest(sessionId)
        .uint(layerStart)
        .uint(layerEnd)
        .uint(seq)
        .hash();
  }

  /** The struct as {@code abi.encode} gives it: 18 words. */
  public byte[] abiEncode() {
    return writeTo(new AbiWriter(WORDS)).bytes();
  }

  private AbiWriter writeTo(AbiWriter out) {
    return out.digest(nodeId)
        .digest(sessionId)
        .digest(channelId)
        .digest(modelId)
        .uint(seq)
        .uint(layerStart)
        .uint(layerEnd)
        .uint(posStart)
        .uint(tokens)
        .uint(flags)
        .uint(macs)
        .uint(cumulativeMacs)
        .uint(cumulativeAmountWei)
        .digest(inDigest)
        .digest(outCommit)
        .digest(prevReceipt)
        .uint(epoch)
        .uint(issuedAtSeconds);
  }
}
