package io.peerz.proof.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

class SigningProperties {
  @Property(tries = 200)
  void theSignerComesBack(@ForAll("keys") SigningKey key, @ForAll("digests") Digest digest) {
    assertThat(Recovery.signer(digest, key.sign(digest))).isEqualTo(key.address());
  }

  @Property(tries = 200)
  void signaturesAreThoseOfAnIndependentSigner(
      @ForAll("keys") SigningKey key, @ForAll("digests") Digest digest) {
    ECKeyPair pair = ECKeyPair.create(key.exportSecret());
    Sign.SignatureData theirs = Sign.signMessage(digest.bytes(), pair, false);
    byte[] joined = Arrays.copyOf(theirs.getR(), 65);
    System.arraycopy(theirs.getS(), 0, joined, 32, 32);
    joined[64] = theirs.getV()[0];
    assertThat(key.sign(digest).bytes()).isEqualTo(joined);
    assertThat(key.address().hex()).isEqualTo("0x" + Keys.getAddress(pair));
  }

  @Property(tries = 200)
  void theMalleableTwinIsRefused(@ForAll("keys") SigningKey key, @ForAll("digests") Digest digest) {
    Signature signature = key.sign(digest);
    BigInteger highS = Curve.N.subtract(signature.s());
    refused(() -> Signature.of(signature.r(), highS, 55 - signature.v()));
  }

  @Property(tries = 200)
  void anotherDigestRecoversToSomebodyElse(
      @ForAll("keys") SigningKey key,
      @ForAll("digests") Digest digest,
      @ForAll("digests") Digest other) {
    if (!digest.equals(other)) {
      refused(() -> Recovery.requireSigner(other, key.sign(digest), key.address()));
    }
  }

  @Property
  void hostileBytesNeverBecomeTheZeroAddressOrAStrayException(
      @ForAll byte[] bytes, @ForAll("digests") Digest digest) {
    try {
      assertThat(Recovery.signer(digest, Signature.of(bytes))).isNotEqualTo(Address.ZERO);
    } catch (PeerzException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.BAD_SIGNATURE);
    }
  }

  @Property
  void hostileSignaturesOfTheRightLengthAreJudgedCleanly(
      @ForAll("signatureBytes") byte[] bytes, @ForAll("digests") Digest digest) {
    try {
      assertThat(Recovery.signer(digest, Signature.of(bytes))).isNotEqualTo(Address.ZERO);
    } catch (PeerzException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.BAD_SIGNATURE);
    }
  }

  @Example
  void aSignatureOfNoKeyIsRefused() {
    // With R = G (its y is even), s = 1 and z = 1, Q = (s R - z G) / r is the point at infinity.
    Digest one = Digest.ofHex("0x" + "0".repeat(63) + "1");
    BigInteger r = Curve.G.normalize().getAffineXCoord().toBigInteger();
    refused(() -> Recovery.signer(one, Signature.of(r, BigInteger.ONE, 27)));
  }

  @Example
  void scalarsAndParityOutOfRangeAreRefused() {
    BigInteger one = BigInteger.ONE;
    refused(() -> Signature.of(BigInteger.ZERO, one, 27));
    refused(() -> Signature.of(one, BigInteger.ZERO, 27));
    refused(() -> Signature.of(Curve.N, one, 27));
    refused(() -> Signature.of(one, Curve.HALF_N.add(one), 27));
    refused(() -> Signature.of(one, one, 0));
    refused(() -> Signature.of(one, one, 29));
    refused(() -> Signature.of(new byte[64]));
    refused(() -> Signature.of(new byte[66]));
  }

  @Example
  void aPrivateKeyOutOfRangeIsRefused() {
    Assertions.assertThatThrownBy(() -> SigningKey.of(new byte[32]))
        .isInstanceOf(PeerzException.class);
    byte[] order = Arrays.copyOfRange(Curve.N.toByteArray(), 1, 33);
    Assertions.assertThatThrownBy(() -> SigningKey.of(order)).isInstanceOf(PeerzException.class);
  }

  @Example
  void aKeyDoesNotPrintItsSecret() {
    SigningKey key = SigningKey.generate(new SecureRandom());
    assertThat(key.toString()).isEqualTo("SigningKey[" + key.address() + "]");
  }

  @Provide
  Arbitrary<SigningKey> keys() {
    return Arbitraries.bigIntegers()
        .between(BigInteger.ONE, Curve.N.subtract(BigInteger.ONE))
        .map(scalar -> SigningKey.of(fixed(scalar)));
  }

  @Provide
  Arbitrary<Digest> digests() {
    return Arbitraries.bytes().array(byte[].class).ofSize(32).map(Digest::of);
  }

  /** Mostly of a valid shape, so that point decoding is reached. */
  @Provide
  Arbitrary<byte[]> signatureBytes() {
    return Arbitraries.bytes()
        .array(byte[].class)
        .ofSize(65)
        .map(
            bytes -> {
              bytes[32] &= 0x3f;
              bytes[64] = (byte) (27 + (bytes[64] & 1));
              return bytes;
            });
  }

  private static byte[] fixed(BigInteger scalar) {
    byte[] big = scalar.toByteArray();
    byte[] bytes = new byte[32];
    int length = Math.min(32, big.length);
    System.arraycopy(big, big.length - length, bytes, 32 - length, length);
    return bytes;
  }

  private static void refused(ThrowingCallable call) {
    Assertions.assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_SIGNATURE));
  }
}
