package io.peerz.proof.commit;

import static io.peerz.proof.error.ErrorCode.BAD_PROOF;

import io.peerz.proof.error.Require;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.bouncycastle.util.BigIntegers;

/**
 * What a node of a sum tree stands for: all MACs below it, and those of them that came on time.
 * More on time than there are would be work that no point of the MAC axis ever finds.
 */
public record MacSums(BigInteger macs, BigInteger onTimeMacs) {
  private static final int SUM_BYTES = 16;

  public MacSums {
    Require.uint(BAD_PROOF, "macs of a sum", macs, SUM_BYTES * Byte.SIZE);
    Require.that(
        onTimeMacs.signum() >= 0 && onTimeMacs.compareTo(macs) <= 0,
        BAD_PROOF,
        "a sum has more MACs on time than MACs");
  }

  /** Of one receipt. */
  public static MacSums of(BigInteger macs, boolean onTime) {
    return new MacSums(macs, onTime ? macs : BigInteger.ZERO);
  }

  MacSums plus(MacSums other) {
    return new MacSums(macs.add(other.macs), onTimeMacs.add(other.onTimeMacs));
  }

  /** Both as 16 big-endian bytes. */
  byte[] bytes() {
    return ByteBuffer.allocate(2 * SUM_BYTES)
        .put(BigIntegers.asUnsignedByteArray(SUM_BYTES, macs))
        .put(BigIntegers.asUnsignedByteArray(SUM_BYTES, onTimeMacs))
        .array();
  }
}
