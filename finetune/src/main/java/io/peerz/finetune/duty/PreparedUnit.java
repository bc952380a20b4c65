package io.peerz.finetune.duty;

import io.peerz.finetune.market.RoundView;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.FineTuneReceipt;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * A trained unit as it is remembered: with it the same receipt and commitment are made again.
 *
 * @param unit number in the round
 * @param updateRoot blob of the encoded update
 * @param traceRoot commitment to the training
 * @param issuedAtSeconds chain time of the receipt
 * @param salt hides the commitment
 */
record PreparedUnit(
    int unit, Digest updateRoot, Digest traceRoot, long issuedAtSeconds, Digest salt) {
  private static final int BYTES = Integer.BYTES + Long.BYTES + 3 * Digest.LENGTH;

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .putInt(unit)
        .putLong(issuedAtSeconds)
        .put(updateRoot.bytes())
        .put(traceRoot.bytes())
        .put(salt.bytes())
        .array();
  }

  static PreparedUnit decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int unit = in.getInt();
    long issuedAtSeconds = in.getLong();
    return new PreparedUnit(unit, digest(in), digest(in), issuedAtSeconds, digest(in));
  }

  private static Digest digest(ByteBuffer in) {
    byte[] digest = new byte[Digest.LENGTH];
    in.get(digest);
    return Digest.of(digest);
  }

  /** The unit's receipt; every field but what was trained follows from the chain. */
  FineTuneReceipt receipt(
      Digest nodeId, RoundView view, Digest recipeHash, long steps, long tokens, BigInteger macs) {
    return new FineTuneReceipt(
        nodeId,
        view.jobId(),
        view.round(),
        unit,
        view.baseRoot(),
        view.dataShard(unit),
        recipeHash,
        steps,
        tokens,
        macs,
        updateRoot,
        traceRoot,
        issuedAtSeconds);
  }

  /** keccak(abi.encode(receipt digest, salt)). */
  Digest commitment(Digest receiptDigest) {
    return new AbiWriter(2).digest(receiptDigest).digest(salt).hash();
  }
}
