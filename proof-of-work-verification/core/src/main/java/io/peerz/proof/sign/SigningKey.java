package io.peerz.proof.sign;

import static io.peerz.proof.error.ErrorCode.BAD_KEY;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/**
 * A secp256k1 private key. Signing is deterministic (RFC 6979), so the same digest always gives the
 * same 65 bytes. The key never appears in {@link #toString()}. Safe for use by several threads.
 */
public final class SigningKey {
  public static final int LENGTH = 32;

  private final BigInteger scalar;
  private final Address address;

  private SigningKey(BigInteger scalar) {
    Require.that(
        scalar.signum() > 0 && scalar.compareTo(Curve.N) < 0,
        BAD_KEY,
        "private key is out of range; it must be a number in 1..n-1 of secp256k1");
    this.scalar = scalar;
    this.address = Curve.addressOf(Curve.timesG(scalar));
  }

  public static SigningKey generate(SecureRandom random) {
    return new SigningKey(
        BigIntegers.createRandomInRange(BigInteger.ONE, Curve.N.subtract(BigInteger.ONE), random));
  }

  /** Reads a key of 32 bytes, most significant first; the caller wipes its array. */
  public static SigningKey of(byte[] bytes) {
    Require.range(BAD_KEY, "private key length", bytes.length, LENGTH, LENGTH);
    return new SigningKey(new BigInteger(1, bytes));
  }

  public Address address() {
    return address;
  }

  /**
   * The 32 bytes of the key, for a chain client or an encrypted file; the caller wipes its array.
   */
  public byte[] exportSecret() {
    return BigIntegers.asUnsignedByteArray(LENGTH, scalar);
  }

  public Signature sign(Digest digest) {
    byte[] message = digest.bytes();
    BigInteger z = new BigInteger(1, message);
    HMacDSAKCalculator nonces = new HMacDSAKCalculator(new SHA256Digest());
    nonces.init(Curve.N, scalar, message);
    while (true) {
      BigInteger k = nonces.nextK();
      ECPoint point = Curve.timesG(k);
      BigInteger r = point.getAffineXCoord().toBigInteger();
      BigInteger s = inverse(k).multiply(z.add(scalar.multiply(r))).mod(Curve.N);
      // Contracts know only v 27 and 28, so the 2^-128 case of an x beyond n takes the next nonce.
      if (r.signum() != 0 && r.compareTo(Curve.N) < 0 && s.signum() != 0) {
        return lowS(r, s, point.getAffineYCoord().testBitZero());
      }
    }
  }

  private static Signature lowS(BigInteger r, BigInteger s, boolean yIsOdd) {
    boolean high = s.compareTo(Curve.HALF_N) > 0;
    int v = yIsOdd ^ high ? 28 : 27;
    return Signature.of(r, high ? Curve.N.subtract(s) : s, v);
  }

  private static BigInteger inverse(BigInteger k) {
    return BigIntegers.modOddInverse(Curve.N, k);
  }

  @Override
  public String toString() {
    return "SigningKey[" + address + "]";
  }
}
