package io.peerz.ledger.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.voucher.Voucher;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurseStoreTest {
  private static final Digest CHANNEL = Keccak.hash("channel");

  @TempDir Path folder;
  private PurseStore purse;

  @BeforeEach
  void open() {
    purse = PurseStore.open(folder.resolve("purse.sqlite"));
    purse.keep(terms(1_000, 0));
  }

  @AfterEach
  void close() {
    purse.close();
  }

  private void restart() {
    purse.close();
    purse = PurseStore.open(folder.resolve("purse.sqlite"));
  }

  private static ChannelTerms terms(long depositWei, long claimedWei) {
    return new ChannelTerms(
        CHANNEL,
        Address.ZERO,
        Address.ZERO,
        Keccak.hash("node"),
        BigInteger.valueOf(depositWei),
        BigInteger.valueOf(claimedWei),
        0,
        false);
  }

  private static Voucher voucher(long amountWei, long macs) {
    return new Voucher(
        CHANNEL, BigInteger.valueOf(amountWei), BigInteger.valueOf(macs), Keccak.hash("head"));
  }

  private void assertRefused(Voucher voucher, ErrorCode code) {
    assertThatThrownBy(() -> purse.promise(voucher))
        .isInstanceOfSatisfying(PeerzException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aRestartedPayerNeverPromisesLess() {
    purse.promise(voucher(400, 40));
    restart();
    assertRefused(voucher(399, 41), ErrorCode.BAD_VOUCHER);
    assertRefused(voucher(500, 40), ErrorCode.BAD_VOUCHER);
    assertThat(purse.find(CHANNEL).orElseThrow().last()).isEqualTo(voucher(400, 40));
  }

  @Test
  void theSamePromiseAgainIsNoOp() {
    purse.promise(voucher(400, 40));
    restart();
    purse.promise(voucher(400, 40));
    assertThat(purse.find(CHANNEL).orElseThrow().leftWei()).isEqualTo(600);
  }

  @Test
  void nothingAboveTheDepositIsPromisedUntilItIsRaised() {
    assertRefused(voucher(1_001, 1), ErrorCode.INSUFFICIENT_FUNDS);
    purse.keep(terms(2_000, 0));
    purse.promise(voucher(1_001, 1));
    assertThat(purse.find(CHANNEL).orElseThrow().leftWei()).isEqualTo(999);
  }

  @Test
  void aLostPurseLearnsFromTheChainWhatWasClaimed() {
    purse.keep(terms(1_000, 700));
    assertRefused(voucher(699, 1), ErrorCode.BAD_VOUCHER);
    purse.promise(voucher(701, 1));
    purse.keep(terms(1_000, 700));
    assertThat(purse.find(CHANNEL).orElseThrow().last()).isEqualTo(voucher(701, 1));
  }

  @Test
  void aForgottenOrUnknownChannelIsNamed() {
    purse.forget(CHANNEL);
    assertRefused(voucher(1, 1), ErrorCode.NOT_FOUND);
    assertThat(purse.all()).isEmpty();
  }

  @Test
  void theFileIsReadableByItsOwnerOnly() throws IOException {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("purse.sqlite"))))
        .isEqualTo("rw-------");
  }
}
