package io.peerz.ledger.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.store.Database;
import io.peerz.ledger.store.NetworkBinding;
import io.peerz.ledger.testing.Anvil;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.SignedReceipt;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.voucher.Delegation;
import io.peerz.proof.voucher.SessionKey;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  private static final Digest ID = Keccak.hash("id");
  private static final Signature SIGNATURE = Anvil.key("any").sign(ID);

  @TempDir Path folder;
  private Database database;
  private ReceiptOutbox outbox;
  private VoucherBook book;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("ledger.sqlite"), Database.Kind.LEDGER);
    outbox = new ReceiptOutbox(database);
    book = new VoucherBook(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static SignedReceipt receipt(long seq, long epoch, int flags, long cumulativeWei) {
    InferenceReceipt receipt =
        new InferenceReceipt(
            ID,
            ID,
            ID,
            ID,
            seq,
            0,
            1,
            0,
            1,
            flags,
            BigInteger.ONE,
            BigInteger.valueOf(seq + 1),
            BigInteger.valueOf(cumulativeWei),
            ID,
            ID,
            ID,
            epoch,
            0);
    return new SignedReceipt(receipt, SIGNATURE, true, SIGNATURE);
  }

  private static SignedVoucher voucher(long amountWei, long macs) {
    Voucher voucher = new Voucher(ID, BigInteger.valueOf(amountWei), BigInteger.valueOf(macs), ID);
    return new SignedVoucher(voucher, SIGNATURE, Optional.empty());
  }

  @Test
  void aReceiptTwiceIsKeptOnce() {
    outbox.accept(receipt(0, 3, InferenceReceipt.FLAG_AUDITABLE, 5));
    outbox.accept(receipt(0, 3, InferenceReceipt.FLAG_AUDITABLE, 5));
    assertThat(outbox.count()).isOne();
  }

  @Test
  void privateReceiptsAreKeptButNotBatched() {
    outbox.accept(receipt(0, 3, 0, 5));
    assertThat(outbox.unbatchedEpochs(9)).isEmpty();
    outbox.accept(receipt(1, 3, InferenceReceipt.FLAG_AUDITABLE, 6));
    assertThat(outbox.unbatchedEpochs(9)).containsExactly(3L);
    assertThat(outbox.unbatchedEpochs(3)).isEmpty();
    assertThat(outbox.drawLine(3)).hasSize(1);
  }

  @Test
  void theLineIsDrawnOnce() {
    SignedReceipt early = receipt(0, 3, InferenceReceipt.FLAG_AUDITABLE, 5);
    outbox.accept(early);
    assertThat(outbox.drawLine(3)).containsExactly(early);
    outbox.accept(receipt(1, 3, InferenceReceipt.FLAG_AUDITABLE, 6));
    assertThat(outbox.batched(3)).containsExactly(early);
  }

  @Test
  void whatASessionHadCostComparesAsNumberNotAsText() {
    outbox.accept(receipt(0, 3, 0, 9));
    outbox.accept(receipt(1, 3, 0, 10));
    SignedReceipt last = receipt(2, 4, 0, 11);
    outbox.accept(last);
    assertThat(outbox.cumulativeWeiBefore(last.receipt(), 4)).isEqualTo(10);
    assertThat(outbox.cumulativeWeiBefore(last.receipt(), 3)).isZero();
  }

  @Test
  void onlyABetterVoucherReplacesTheBest() {
    book.accept(voucher(10, 5));
    book.accept(voucher(9, 9));
    assertThat(book.best(ID)).contains(voucher(10, 5));
    book.accept(voucher(10, 6));
    book.accept(voucher(11, 7));
    database.close();
    open();
    assertThat(book.all()).containsExactly(voucher(11, 7));
  }

  @Test
  void theDelegationOfAnEarlierSessionKeyIsRemembered() {
    Delegation first = delegation(Anvil.key("first").address());
    Delegation second = delegation(Anvil.key("second").address());
    book.accept(new SignedVoucher(voucher(10, 5).voucher(), SIGNATURE, Optional.of(first)));
    book.accept(new SignedVoucher(voucher(11, 6).voucher(), SIGNATURE, Optional.of(second)));
    assertThat(book.delegation(ID, first.sessionKey().key())).contains(first);
    assertThat(book.delegation(ID, second.sessionKey().key())).contains(second);
    assertThat(book.delegation(ID, Anvil.key("third").address())).isEmpty();
  }

  private static Delegation delegation(Address key) {
    return new Delegation(new SessionKey(ID, key, BigInteger.TEN, 9), SIGNATURE);
  }

  @Test
  void anOutboxBelongsToOneNetwork() {
    NetworkBinding.check(database, deployment("genesis"));
    NetworkBinding.check(database, deployment("genesis"));
    assertThatThrownBy(() -> NetworkBinding.check(database, deployment("another")))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHAIN_MISMATCH))
        .hasMessageContaining("fresh data folder");
  }

  private static Deployment deployment(String genesis) {
    Address a = Address.ZERO;
    return new Deployment(1, a, a, a, a, a, a, a, a, a, a, 0, Keccak.hash(genesis));
  }
}
