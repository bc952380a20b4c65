package io.peerz.proof.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Hex;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class AbiWriterTest {
  private static final Address SOMEBODY =
      Address.ofHex("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");

  @Test
  void everyKindOfValueComesBack() {
    BigInteger big = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE);
    byte[] words =
        new AbiWriter(4).digest(Digest.ZERO).address(SOMEBODY).uint(big).uint(65_535).bytes();
    AbiReader in = new AbiReader(words, 0, 4);
    assertThat(in.digest()).isEqualTo(Digest.ZERO);
    assertThat(in.address()).isEqualTo(SOMEBODY);
    assertThat(in.uint(256)).isEqualTo(big);
    assertThat(in.uintInt(16)).isEqualTo(65_535);
  }

  @Test
  void negativeNumbersAreSignExtended() {
    assertThat(Hex.encode(new AbiWriter(1).int64(-2).bytes()))
        .isEqualTo("0x" + "f".repeat(63) + "e");
  }

  @Test
  void aForgottenFieldIsAnErrorAndNotAnotherHash() {
    AbiWriter out = new AbiWriter(2).uint(1);
    assertThatThrownBy(out::hash).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aNumberWiderThanItsTypeIsRefused() {
    byte[] words = new AbiWriter(1).uint(65_536).bytes();
    assertThatThrownBy(() -> new AbiReader(words, 0, 1).uintInt(16))
        .isInstanceOf(PeerzException.class);
  }

  @Test
  void anAddressWithDirtyHighBitsIsRefused() {
    byte[] words = new AbiWriter(1).address(SOMEBODY).bytes();
    words[0] = 1;
    assertThatThrownBy(() -> new AbiReader(words, 0, 1).address())
        .isInstanceOf(PeerzException.class);
  }

  @Test
  void readingPastTheEndIsRefused() {
    byte[] words = new AbiWriter(1).uint(1).bytes();
    assertThatThrownBy(() -> new AbiReader(words, 0, 2)).isInstanceOf(PeerzException.class);
    AbiReader in = new AbiReader(words, 0, 1);
    assertThat(in.uintLong(64)).isEqualTo(1);
    assertThatThrownBy(in::digest).isInstanceOf(PeerzException.class);
  }
}
