package io.peerz.proof.voucher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class VoucherCodecProperties {
  static final String MAX_128 = "340282366920938463463374607431768211455";
  private static final SigningKey KEY = SigningKey.of(Keccak.hash("key").bytes());
  private static final Signature SIGNATURE = KEY.sign(Keccak.hash("digest"));

  @Property(tries = 200)
  void aVoucherComesBack(
      @ForAll @BigRange(min = "0", max = MAX_128) BigInteger amountWei,
      @ForAll @BigRange(min = "0", max = MAX_128) BigInteger macs,
      @ForAll @LongRange(max = (1L << 40) - 1) long validUntil,
      @ForAll boolean withDelegation) {
    SignedVoucher voucher = voucher(amountWei, macs, validUntil, withDelegation);
    assertThat(VoucherCodec.decode(VoucherCodec.encode(voucher))).isEqualTo(voucher);
  }

  @Property(tries = 500)
  void aChangedByteIsRefusedOrGivesAnotherVoucher(
      @ForAll @IntRange(max = VoucherCodec.DELEGATED_LENGTH - 1) int index,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    SignedVoucher honest = voucher(BigInteger.TEN, BigInteger.TWO, 5, true);
    byte[] bytes = VoucherCodec.encode(honest);
    bytes[index] ^= (byte) change;
    try {
      SignedVoucher decoded = VoucherCodec.decode(bytes);
      assertThat(decoded).isNotEqualTo(honest);
      assertThat(VoucherCodec.encode(decoded)).isEqualTo(bytes);
    } catch (PeerzException refused) {
      assertThat(refused).hasMessageMatching("(?s).{5,200}");
    }
  }

  @Property(tries = 500)
  void hostileBytesThrowNothingButOurOwnError(@ForAll byte[] bytes, @ForAll boolean delegated) {
    assertThatThrownBy(() -> VoucherCodec.decode(bytes)).isInstanceOf(PeerzException.class);
    int length = delegated ? VoucherCodec.DELEGATED_LENGTH : VoucherCodec.DIRECT_LENGTH;
    byte[] padded = Arrays.copyOf(bytes, length);
    padded[0] = 1;
    assertThatThrownBy(() -> VoucherCodec.decode(padded)).isInstanceOf(PeerzException.class);
  }

  private static SignedVoucher voucher(
      BigInteger amountWei, BigInteger macs, long validUntil, boolean withDelegation) {
    Voucher voucher = new Voucher(Keccak.hash("channel"), amountWei, macs, Keccak.hash("receipt"));
    SessionKey key = new SessionKey(voucher.channelId(), KEY.address(), amountWei, validUntil);
    return new SignedVoucher(
        voucher,
        SIGNATURE,
        withDelegation ? Optional.of(new Delegation(key, SIGNATURE)) : Optional.empty());
  }
}
