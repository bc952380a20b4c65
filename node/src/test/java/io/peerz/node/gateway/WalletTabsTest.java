package io.peerz.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.session.Payment;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import io.peerz.proof.voucher.VoucherCheck;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wallet signs once and pays for what follows, and for no more than it signed. */
class WalletTabsTest {
  private static final Digest NODE = Keccak.hash("node");
  private static final Digest CHANNEL = Keccak.hash("channel");
  private static final long DAY = 24 * 3600;

  @TempDir private Path folder;
  private TestTabs test;
  private WalletTabs tabs;

  @BeforeEach
  void start() {
    test = new TestTabs(folder);
    test.fund(CHANNEL, NODE, 1000, 0);
    tabs = test.tabs();
  }

  private String open(WalletTab.Grant grant) {
    return tabs.open(test.wallet.address(), List.of(grant));
  }

  private void use(String key) {
    WalletTab tab = tabs.find(key).orElseThrow();
    assertThat(tab.payer()).isEqualTo(test.wallet.address().hex());
    tabs.gateway(tab);
  }

  private SignedVoucher pay(long wei) {
    return test.purses
        .get(NODE)
        .pay(new Payment(CHANNEL, BigInteger.valueOf(wei), BigInteger.ONE, Digest.ZERO));
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(PeerzException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aNodeTakesVouchersThatTheGatewaySignsForTheWallet() {
    use(open(test.grant(test.wallet, CHANNEL, 600, DAY)));
    new VoucherCheck(TestTabs.DOMAIN)
        .check(
            pay(500),
            test.chain.get(CHANNEL).collateral(),
            Voucher.none(CHANNEL),
            TestTabs.NOW.getEpochSecond());
  }

  @Test
  void theDelegateThatTheWalletNamedWhenItOpenedTheChannelSignsInItsPlace() {
    use(open(test.grant(test.delegate, CHANNEL, 600, DAY)));
    new VoucherCheck(TestTabs.DOMAIN)
        .check(
            pay(500),
            test.chain.get(CHANNEL).collateral(),
            Voucher.none(CHANNEL),
            TestTabs.NOW.getEpochSecond());
  }

  @Test
  void noSessionBeginsThatCouldCostMoreThanTheWalletSignedFor() {
    use(open(test.grant(test.wallet, CHANNEL, 600, DAY)));
    Coffer coffer = test.coffer().orElseThrow();
    coffer.hold(NODE, BigInteger.valueOf(400));
    assertRefused(ErrorCode.INSUFFICIENT_FUNDS, () -> coffer.hold(NODE, BigInteger.valueOf(300)));
    pay(400);
    coffer.release(NODE, BigInteger.valueOf(400));
    coffer.hold(NODE, BigInteger.valueOf(200));
    assertRefused(ErrorCode.INSUFFICIENT_FUNDS, () -> coffer.hold(NODE, BigInteger.ONE));
    assertRefused(
        ErrorCode.INSUFFICIENT_FUNDS, () -> coffer.hold(Keccak.hash("other"), BigInteger.ONE));
  }

  @Test
  void aRestartedGatewayKnowsTheTabAndGoesOnFromWhatItPromised() {
    String key = open(test.grant(test.wallet, CHANNEL, 1000, DAY));
    use(key);
    pay(300);
    tabs.close();
    tabs = test.tabs();
    use(key);
    assertThat(pay(1).voucher().cumulativeAmountWei()).isEqualTo(301);
  }

  @Test
  void aNewKeyReplacesTheOldOne() {
    String old = open(test.grant(test.wallet, CHANNEL, 600, DAY));
    use(old);
    String fresh = open(test.grant(test.wallet, CHANNEL, 900, DAY));
    assertThat(tabs.find(old)).isEmpty();
    use(fresh);
    assertThat(test.purses.get(NODE).leftWei(NODE)).isEqualTo(900);
  }

  @Test
  void onlyTheWalletsOwnSignatureOverItsOwnOpenChannelCounts() {
    SigningKey thief = SigningKey.generate(new SecureRandom());
    assertRefused(ErrorCode.BAD_SIGNATURE, () -> open(test.grant(thief, CHANNEL, 600, DAY)));
    assertRefused(
        ErrorCode.BAD_REQUEST,
        () -> tabs.open(thief.address(), List.of(test.grant(thief, CHANNEL, 600, DAY))));
    test.fund(CHANNEL, NODE, 1000, 5);
    assertRefused(ErrorCode.BAD_REQUEST, () -> open(test.grant(test.wallet, CHANNEL, 600, DAY)));
    assertRefused(
        ErrorCode.NOT_FOUND, () -> open(test.grant(test.wallet, Keccak.hash("none"), 600, DAY)));
  }

  @Test
  void permissionsEndAndMayNotLastForEver() {
    assertRefused(ErrorCode.BAD_REQUEST, () -> open(test.grant(test.wallet, CHANNEL, 600, -1)));
    assertRefused(
        ErrorCode.BAD_REQUEST, () -> open(test.grant(test.wallet, CHANNEL, 600, 100 * DAY)));
    assertThat(tabs.find("pzw-unknown")).isEmpty();
  }
}
