package io.peerz.proof.sign;

import static io.peerz.proof.error.ErrorCode.BAD_SIGNATURE;

import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/** Finds who signed a digest, with the same answer as the EVM's ecrecover. */
public final class Recovery {
  private Recovery() {}

  /** The signer's address; never the zero address. */
  public static Address signer(Digest digest, Signature signature) {
    ECPoint point = publicPoint(digest, signature);
    Require.that(!point.isInfinity(), BAD_SIGNATURE, "signature recovers to no key");
    Address address = Curve.addressOf(point.normalize());
    Require.that(
        !address.equals(Address.ZERO), BAD_SIGNATURE, "signature recovers to the zero address");
    return address;
  }

  /** Refuses a signature that somebody other than {@code expected} made. */
  public static void requireSigner(Digest digest, Signature signature, Address expected) {
    Address actual = signer(digest, signature);
    Require.that(
        actual.equals(expected),
        BAD_SIGNATURE,
        "signature is of " + actual + " but must be of " + expected);
  }

  /** Q = (s R - z G) / r, where R is the point whose x is r and whose parity is v. */
  static ECPoint publicPoint(Digest digest, Signature signature) {
    BigInteger z = new BigInteger(1, digest.bytes());
    BigInteger inverse = BigIntegers.modOddInverseVar(Curve.N, signature.r());
    BigInteger forG = Curve.N.subtract(z.mod(Curve.N)).multiply(inverse).mod(Curve.N);
    BigInteger forR = signature.s().multiply(inverse).mod(Curve.N);
    return ECAlgorithms.sumOfTwoMultiplies(Curve.G, forG, pointR(signature), forR);
  }

  private static ECPoint pointR(Signature signature) {
    byte[] compressed = new byte[33];
    compressed[0] = (byte) (signature.v() == 28 ? 3 : 2);
    System.arraycopy(signature.bytes(), 0, compressed, 1, 32);
    try {
      return Curve.PARAMETERS.getCurve().decodePoint(compressed);
    } catch (IllegalArgumentException e) {
      throw new PeerzException(BAD_SIGNATURE, "signature r is not on the curve", e);
    }
  }
}
