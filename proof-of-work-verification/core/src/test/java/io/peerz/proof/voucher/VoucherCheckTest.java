package io.peerz.proof.voucher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VoucherCheckTest {
  private static final long NOW = 1_764_000_000L;
  private static final Digest CHANNEL = Keccak.hash("channel");
  private static final SigningKey PAYER = SigningKey.of(Keccak.hash("payer").bytes());
  private static final SigningKey DELEGATE = SigningKey.of(Keccak.hash("delegate").bytes());
  private static final SigningKey SESSION = SigningKey.of(Keccak.hash("session key").bytes());
  private static final SigningKey THIEF = SigningKey.of(Keccak.hash("thief").bytes());
  private static final Domain DOMAIN = Domain.ofContract("PaymentChannels", 20711, PAYER.address());
  private static final Domain OTHER_CHAIN =
      Domain.ofContract("PaymentChannels", 1, PAYER.address());
  private static final Collateral OPEN =
      new Collateral(CHANNEL, PAYER.address(), DELEGATE.address(), BigInteger.valueOf(1000), 0);

  private final VoucherCheck check = new VoucherCheck(DOMAIN);

  @Test
  void aVoucherOfThePayerPays() {
    assertPays(signedBy(PAYER, voucher(10, 100), DOMAIN));
  }

  @Test
  void aVoucherOfTheWholeDepositPays() {
    assertPays(signedBy(PAYER, voucher(1000, 100), DOMAIN));
  }

  @Test
  void aVoucherOfADelegatedKeyPays() {
    assertPays(delegated(voucher(10, 100), CHANNEL, 10, NOW, PAYER));
  }

  @Test
  void aKeyThatTheChannelsDelegateGrantedPays() {
    assertPays(delegated(voucher(10, 100), CHANNEL, 10, NOW, DELEGATE));
  }

  @Test
  void aDelegateSignsNoVoucherItself() {
    refuses(signedBy(DELEGATE, voucher(10, 100), DOMAIN), ErrorCode.BAD_SIGNATURE);
  }

  @Test
  void aVoucherOfSomebodyElseDoesNotPay() {
    refuses(signedBy(THIEF, voucher(10, 100), DOMAIN), ErrorCode.BAD_SIGNATURE);
  }

  @Test
  void aVoucherOfAnotherChainDoesNotPay() {
    refuses(signedBy(PAYER, voucher(10, 100), OTHER_CHAIN), ErrorCode.BAD_SIGNATURE);
  }

  @Test
  void aVoucherOfAnotherChannelDoesNotPay() {
    Voucher stray = new Voucher(Keccak.hash("other"), BigInteger.TEN, BigInteger.TEN, Digest.ZERO);
    refuses(signedBy(PAYER, stray, DOMAIN), ErrorCode.BAD_VOUCHER);
  }

  @Test
  void aVoucherOverTheDepositDoesNotPay() {
    refuses(signedBy(PAYER, voucher(1001, 100), DOMAIN), ErrorCode.INSUFFICIENT_FUNDS);
  }

  @Test
  void aVoucherThatDoesNotIncreaseDoesNotPay() {
    Voucher previous = voucher(10, 100);
    refuses(signedBy(PAYER, previous, DOMAIN), OPEN, previous, ErrorCode.BAD_VOUCHER);
    refuses(signedBy(PAYER, voucher(9, 101), DOMAIN), OPEN, previous, ErrorCode.BAD_VOUCHER);
    refuses(signedBy(PAYER, voucher(11, 99), DOMAIN), OPEN, previous, ErrorCode.BAD_VOUCHER);
  }

  @Test
  void aChunkCheaperThanOneWeiStillPaysByItsWork() {
    assertThatCode(
            () ->
                check.check(signedBy(PAYER, voucher(10, 101), DOMAIN), OPEN, voucher(10, 100), NOW))
        .doesNotThrowAnyException();
  }

  @Test
  void aClosingChannelPaysUntilItCloses() {
    SignedVoucher voucher = signedBy(PAYER, voucher(10, 100), DOMAIN);
    Collateral closing =
        new Collateral(CHANNEL, PAYER.address(), Address.ZERO, BigInteger.TEN, NOW + 1);
    Collateral closed = new Collateral(CHANNEL, PAYER.address(), Address.ZERO, BigInteger.TEN, NOW);
    assertThatCode(() -> check.check(voucher, closing, Voucher.none(CHANNEL), NOW))
        .doesNotThrowAnyException();
    refuses(voucher, closed, Voucher.none(CHANNEL), ErrorCode.BAD_VOUCHER);
  }

  @Test
  void aDelegationBindsAmountTimeChannelAndPayer() {
    Voucher voucher = voucher(10, 100);
    refuses(delegated(voucher, CHANNEL, 9, NOW, PAYER), ErrorCode.BAD_VOUCHER);
    refuses(delegated(voucher, CHANNEL, 10, NOW - 1, PAYER), ErrorCode.BAD_VOUCHER);
    refuses(delegated(voucher, Keccak.hash("other"), 10, NOW, PAYER), ErrorCode.BAD_VOUCHER);
    refuses(delegated(voucher, CHANNEL, 10, NOW, THIEF), ErrorCode.BAD_SIGNATURE);
  }

  @Test
  void withADelegationThePayersOwnSignatureIsNotTaken() {
    SignedVoucher honest = delegated(voucher(10, 100), CHANNEL, 10, NOW, PAYER);
    SignedVoucher mixed =
        new SignedVoucher(
            honest.voucher(),
            PAYER.sign(DOMAIN.digestOf(honest.voucher().structHash())),
            honest.delegation());
    refuses(mixed, ErrorCode.BAD_SIGNATURE);
  }

  private void assertPays(SignedVoucher voucher) {
    assertThatCode(() -> check.check(voucher, OPEN, Voucher.none(CHANNEL), NOW))
        .doesNotThrowAnyException();
  }

  private void refuses(SignedVoucher voucher, ErrorCode code) {
    refuses(voucher, OPEN, Voucher.none(CHANNEL), code);
  }

  private void refuses(
      SignedVoucher voucher, Collateral collateral, Voucher previous, ErrorCode code) {
    assertThatThrownBy(() -> check.check(voucher, collateral, previous, NOW))
        .isInstanceOfSatisfying(PeerzException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static Voucher voucher(long amountWei, long macs) {
    return new Voucher(
        CHANNEL, BigInteger.valueOf(amountWei), BigInteger.valueOf(macs), Digest.ZERO);
  }

  private static SignedVoucher signedBy(SigningKey key, Voucher voucher, Domain domain) {
    return new SignedVoucher(
        voucher, key.sign(domain.digestOf(voucher.structHash())), Optional.empty());
  }

  private static SignedVoucher delegated(
      Voucher voucher, Digest channel, long maxWei, long validUntil, SigningKey delegator) {
    SessionKey key =
        new SessionKey(channel, SESSION.address(), BigInteger.valueOf(maxWei), validUntil);
    return new SignedVoucher(
        voucher,
        SESSION.sign(DOMAIN.digestOf(voucher.structHash())),
        Optional.of(new Delegation(key, delegator.sign(DOMAIN.digestOf(key.structHash())))));
  }
}
