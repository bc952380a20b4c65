package io.peerz.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.session.Payment;
import io.peerz.ledger.escrow.ChannelTerms;
import io.peerz.ledger.escrow.PurseStore;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.encode.Domains;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import io.peerz.proof.voucher.VoucherCheck;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelPurseTest {
  private static final Digest NODE = digest("node");
  private static final Digest CHANNEL = digest("channel");
  private static final Address CONTRACT = Address.ofHex("0x" + "11".repeat(20));
  private static final Domain DOMAIN =
      Domains.of(20711, CONTRACT, CONTRACT, CONTRACT).paymentChannels();

  @TempDir private Path folder;
  private final SigningKey wallet = SigningKey.generate(new SecureRandom());
  private final SigningKey session = SigningKey.generate(new SecureRandom());
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private PurseStore store;
  private ChannelPurse purse;

  @BeforeEach
  void open() {
    store = PurseStore.open(folder.resolve("purse.sqlite"));
    purse = new ChannelPurse(store, DOMAIN, wallet, session, BigInteger.TEN, () -> now);
    purse.keep(terms(1000));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void vouchersOfTheSessionKeyPassTheNodesOwnCheck() {
    SignedVoucher first = purse.pay(payment(300));
    SignedVoucher second = purse.pay(payment(200));
    VoucherCheck check = new VoucherCheck(DOMAIN);
    long seconds = now.getEpochSecond();
    check.check(first, terms(1000).collateral(), Voucher.none(CHANNEL), seconds);
    check.check(second, terms(1000).collateral(), first.voucher(), seconds);
    assertThat(second.voucher().cumulativeAmountWei()).isEqualTo(500);
    assertThat(purse.leftWei(NODE)).isEqualTo(500);
  }

  @Test
  void aRestartedPayerGoesOnFromWhatItPromised() {
    purse.pay(payment(300));
    store.close();
    open();
    assertThat(purse.pay(payment(1)).voucher().cumulativeAmountWei()).isEqualTo(301);
  }

  @Test
  void nothingBeyondTheDepositIsSignedUntilItIsToppedUp() {
    purse.pay(payment(900));
    assertRefused(() -> purse.pay(payment(101)));
    assertThat(purse.leftWei(NODE)).isEqualTo(100);
    purse.keep(terms(2000));
    assertThat(purse.pay(payment(101)).voucher().cumulativeAmountWei()).isEqualTo(1001);
  }

  @Test
  void aGatewayThatRunsForMonthsRenewsItsPermission() {
    long first = validUntil();
    now = now.plus(Duration.ofDays(29));
    assertThat(validUntil()).isEqualTo(first + Duration.ofDays(29).toSeconds());
  }

  private long validUntil() {
    return purse.channel(NODE).delegation().orElseThrow().sessionKey().validUntilSeconds();
  }

  @Test
  void aNodeWithoutAChannelCannotBePaid() {
    assertRefused(() -> purse.channel(digest("stranger")));
    purse.drop(NODE);
    assertRefused(() -> purse.channel(NODE));
    assertRefused(() -> purse.pay(payment(1)));
  }

  @Test
  void sessionsSideBySideNeverPromiseTheSameTotalTwice() throws Exception {
    Set<BigInteger> totals = new ConcurrentSkipListSet<>();
    try (ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> all =
          IntStream.range(0, 100)
              .mapToObj(
                  i ->
                      sessions.submit(
                          () -> totals.add(purse.pay(payment(10)).voucher().cumulativeAmountWei())))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(totals).hasSize(100);
    assertThat(new TreeSet<>(totals).last()).isEqualTo(1000);
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PeerzException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INSUFFICIENT_FUNDS));
  }

  private static Payment payment(long wei) {
    return new Payment(CHANNEL, BigInteger.valueOf(wei), BigInteger.valueOf(7), digest("head"));
  }

  private ChannelTerms terms(long depositWei) {
    return new ChannelTerms(
        CHANNEL,
        wallet.address(),
        Address.ZERO,
        NODE,
        BigInteger.valueOf(depositWei),
        BigInteger.ZERO,
        0,
        false);
  }

  private static Digest digest(String text) {
    return Keccak.hash(text.getBytes(StandardCharsets.UTF_8));
  }
}
