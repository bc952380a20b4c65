package io.peerz.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerz.ledger.testing.Anvil;
import io.peerz.ledger.testing.WithAnvil;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionSenderTest extends WithAnvil {
  private static final BigInteger ONE = BigInteger.ONE;

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final MemoryTransactionLog log = new MemoryTransactionLog();
  private ChainClient chain;
  private SigningKey key;
  private Address target;

  @BeforeEach
  void freshAccounts() {
    String name = "sender-" + System.nanoTime();
    anvil.automine(true);
    chain = ChainClient.open(anvil.uri(), QUICK);
    key = anvil.fundedKey(name);
    target = Anvil.key(name + "-target").address();
  }

  @AfterEach
  void close() {
    callers.shutdownNow();
    chain.close();
  }

  private TransactionSender sender() {
    return TransactionSender.start(chain, key, log);
  }

  private TransactionSender sender(ChainConfig config) {
    chain.close();
    chain = ChainClient.open(anvil.uri(), config);
    return sender();
  }

  private PreparedCall gift(int number) {
    return PreparedCall.transfer("gift-" + number, target, ONE);
  }

  private CompletableFuture<ConfirmedTx> sendLater(TransactionSender sender, PreparedCall call) {
    return CompletableFuture.supplyAsync(() -> sender.send(call), callers);
  }

  @Test
  void manyCallersAtOnceEachGetTheirOwnNonce() {
    try (TransactionSender sender = sender()) {
      List<CompletableFuture<ConfirmedTx>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(sendLater(sender, gift(i)));
      }
      assertThat(all.stream().map(f -> f.join().hash()).distinct()).hasSize(200);
    }
    assertThat(chain.balanceWei(target)).isEqualTo(200);
    assertThat(chain.transactionCount(key.address())).isEqualTo(200);
  }

  @Test
  void theSameIntentIsSentOnce() {
    try (TransactionSender sender = sender()) {
      ConfirmedTx first = sender.send(gift(1));
      assertThat(sender.send(gift(1)).hash()).isEqualTo(first.hash());
    }
    assertThat(chain.balanceWei(target)).isEqualTo(1);
  }

  @Test
  void unminedTransactionsAreBounded() {
    anvil.automine(false);
    try (TransactionSender sender = sender()) {
      List<CompletableFuture<ConfirmedTx>> all = new ArrayList<>();
      for (int i = 0; i < 160; i++) {
        all.add(sendLater(sender, gift(i)));
      }
      await().until(() -> log.live(key.address()).size() == 150);
      anvil.mine(1);
      await()
          .until(
              () -> {
                anvil.mine(1);
                return chain.balanceWei(target).intValue() == 160;
              });
      all.forEach(CompletableFuture::join);
    }
  }

  @Test
  void aReorganisationThreeDeepNeitherLosesNorDoublesATransaction() {
    try (TransactionSender sender = sender(QUICK.withConfirmations(2))) {
      CompletableFuture<ConfirmedTx> pending = sendLater(sender, gift(1));
      await().until(() -> chain.balanceWei(target).equals(ONE));
      anvil.mine(2);
      pending.join();
      anvil.reorg(3);
      await()
          .until(
              () ->
                  chain.balanceWei(target).equals(ONE)
                      && chain.transactionCount(key.address()) == 1);
      CompletableFuture<ConfirmedTx> next = sendLater(sender, gift(2));
      await().until(() -> chain.balanceWei(target).intValue() == 2);
      anvil.mine(2);
      next.join();
      assertThat(chain.transactionCount(key.address())).isEqualTo(2);
    }
  }

  @Test
  void aTransactionThatLiesUnminedGetsBetterFeesUnderTheSameNonce() {
    anvil.automine(false);
    ChainConfig hasty =
        QUICK.withTimes(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(60));
    try (TransactionSender sender = sender(hasty)) {
      CompletableFuture<ConfirmedTx> pending = sendLater(sender, gift(1));
      await()
          .until(
              () ->
                  !log.live(key.address()).isEmpty()
                      && log.live(key.address()).getFirst().attempts().size() >= 3);
      List<Attempt> attempts = log.live(key.address()).getFirst().attempts();
      assertThat(attempts.get(1).fees().maxFeeWei())
          .isGreaterThan(attempts.get(0).fees().maxFeeWei());
      anvil.mine(1);
      pending.join();
    }
    assertThat(chain.balanceWei(target)).isEqualTo(1);
    assertThat(chain.transactionCount(key.address())).isEqualTo(1);
  }

  @Test
  void aRestartedSenderTakesUpWhatWasUnderWay() {
    anvil.automine(false);
    CompletableFuture<ConfirmedTx> lost;
    try (TransactionSender first = sender()) {
      lost = sendLater(first, gift(1));
      await().until(() -> !log.live(key.address()).isEmpty());
    }
    assertThatThrownBy(lost::join).hasCauseInstanceOf(PeerzException.class);
    anvil.rpc("anvil_dropAllTransactions", "");
    anvil.automine(true);
    try (TransactionSender second = sender()) {
      second.send(gift(1));
      second.send(gift(2));
    }
    assertThat(chain.balanceWei(target)).isEqualTo(2);
    assertThat(chain.transactionCount(key.address())).isEqualTo(2);
  }

  @Test
  void aNonceThatAnotherProgramUsedIsGivenUp() {
    anvil.automine(false);
    try (TransactionSender ours = sender()) {
      CompletableFuture<ConfirmedTx> pending = sendLater(ours, gift(1));
      await().until(() -> !log.live(key.address()).isEmpty());
      anvil.rpc("anvil_dropAllTransactions", "");
      try (TransactionSender other =
          TransactionSender.start(chain, key, new MemoryTransactionLog())) {
        CompletableFuture<ConfirmedTx> foreign =
            sendLater(other, PreparedCall.transfer("foreign", target, BigInteger.TEN));
        await().until(() -> anvil.rpc("txpool_status", "").get("pending").asString().equals("0x1"));
        anvil.automine(true);
        anvil.mine(1);
        foreign.join();
      }
      pending.join();
    }
    assertThat(chain.balanceWei(target)).isEqualTo(11);
  }

  @Test
  void anEmptyAccountIsToldWhatItNeeds() {
    anvil.setBalance(key.address(), BigInteger.TEN);
    try (TransactionSender sender = sender()) {
      assertThatThrownBy(() -> sender.send(gift(1)))
          .isInstanceOfSatisfying(
              PeerzException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INSUFFICIENT_FUNDS))
          .hasMessageContaining("fund it");
    }
    assertThat(log.live(key.address())).isEmpty();
  }

  @Test
  void aChainThatDiesIsNamed() {
    Anvil mortal = Anvil.start();
    try (ChainClient client = ChainClient.open(mortal.uri(), QUICK)) {
      mortal.close();
      assertThatThrownBy(client::head)
          .isInstanceOfSatisfying(
              PeerzException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.CHAIN_UNREACHABLE))
          .hasMessageContaining(mortal.uri().toString());
    }
  }
}
