package io.peerz.proof.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.PeerzException;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ReceiptCodecProperties {
  @Property(tries = 100)
  void aReceiptComesBack(@ForAll @LongRange long seed) {
    SignedReceipt signed = Receipts.signed(seed);
    NodeReceipt half = new NodeReceipt(signed.receipt(), signed.nodeSig());
    assertThat(ReceiptCodec.decode(ReceiptCodec.encode(signed))).isEqualTo(signed);
    assertThat(ReceiptCodec.decodeNode(ReceiptCodec.encode(half))).isEqualTo(half);
    assertThat(half.countersigned(signed.onTime(), signed.requesterSig())).isEqualTo(signed);
  }

  @Property(tries = 500)
  void aChangedByteIsRefusedOrGivesAnotherReceipt(
      @ForAll @IntRange(max = ReceiptCodec.SIGNED_LENGTH - 1) int index,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    SignedReceipt honest = Receipts.signed(7);
    byte[] bytes = ReceiptCodec.encode(honest);
    bytes[index] ^= (byte) change;
    try {
      SignedReceipt decoded = ReceiptCodec.decode(bytes);
      assertThat(decoded).isNotEqualTo(honest);
      assertThat(ReceiptCodec.encode(decoded)).isEqualTo(bytes);
    } catch (PeerzException refused) {
      assertThat(refused).hasMessageMatching("(?s).{5,200}");
    }
  }

  @Property(tries = 500)
  void hostileBytesThrowNothingButOurOwnError(@ForAll byte[] bytes) {
    assertThatThrownBy(() -> ReceiptCodec.decode(bytes)).isInstanceOf(PeerzException.class);
    assertThatThrownBy(() -> ReceiptCodec.decodeNode(bytes)).isInstanceOf(PeerzException.class);
  }

  @Property(tries = 500)
  void hostileBytesOfTheRightLengthThrowNothingButOurOwnError(@ForAll byte[] bytes) {
    byte[] padded = Arrays.copyOf(bytes, ReceiptCodec.SIGNED_LENGTH);
    padded[0] = 2;
    assertThatThrownBy(() -> ReceiptCodec.decode(padded)).isInstanceOf(PeerzException.class);
  }

  @Example
  void theBodyIsWhatContractsTake() {
    SignedReceipt signed = Receipts.signed(42);
    byte[] encoded = ReceiptCodec.encode(signed);
    assertThat(Arrays.copyOfRange(encoded, 1, 577)).isEqualTo(signed.receipt().abiEncode());
  }
}
