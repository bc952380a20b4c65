package io.peerz.proof.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.PeerzException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  private static final String HIGH = "0xff" + "00".repeat(31);
  private static final String LOW = "0x01" + "00".repeat(31);

  @Test
  void keccakOfNothingIsTheWellKnownValue() {
    assertThat(Keccak.hash(new byte[0]).hex())
        .isEqualTo("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  }

  @Test
  void keccakJoinsItsParts() {
    assertThat(Keccak.hash(new byte[] {1}, new byte[] {2, 3}))
        .isEqualTo(Keccak.hash(new byte[] {1, 2, 3}));
  }

  @Test
  void orderIsUnsigned() {
    assertThat(Digest.ofHex(HIGH)).isGreaterThan(Digest.ofHex(LOW));
  }

  @Test
  void aCallerCannotChangeADigest() {
    byte[] bytes = new byte[32];
    Digest digest = Digest.of(bytes);
    bytes[0] = 1;
    digest.bytes()[1] = 1;
    assertThat(digest).isEqualTo(Digest.ZERO);
  }

  @Test
  void hexRoundTripsWithAndWithoutPrefix() {
    assertThat(Digest.ofHex(HIGH).hex()).isEqualTo(HIGH);
    assertThat(Digest.ofHex(HIGH.substring(2))).isEqualTo(Digest.ofHex(HIGH));
    assertThat(Digest.ofHex(HIGH).shortHex()).isEqualTo("0xff000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "0x00", "zz", "0xzz00000000000000000000000000000000000000"})
  void textThatIsNotADigestIsRefused(String text) {
    assertThatThrownBy(() -> Digest.ofHex(text)).isInstanceOf(PeerzException.class);
  }
}
