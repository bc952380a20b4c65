package io.peerz.proof.sign;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.FixedPointUtil;

/** secp256k1 and what signing and recovery share. */
final class Curve {
  static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256k1");
  static final ECPoint G = PARAMETERS.getG();
  static final BigInteger N = PARAMETERS.getN();
  static final BigInteger HALF_N = N.shiftRight(1);

  static {
    // The table of multiples of G is kept with the point, so it is built once per process.
    FixedPointUtil.precompute(G);
  }

  private Curve() {}

  static ECPoint timesG(BigInteger scalar) {
    return new FixedPointCombMultiplier().multiply(G, scalar).normalize();
  }

  /** The Ethereum address of a normalised public point. */
  static Address addressOf(ECPoint publicPoint) {
    byte[] uncompressed = publicPoint.getEncoded(false);
    byte[] hash = Keccak.hash(Arrays.copyOfRange(uncompressed, 1, uncompressed.length)).bytes();
    return Address.of(Arrays.copyOfRange(hash, Digest.LENGTH - Address.LENGTH, Digest.LENGTH));
  }
}
