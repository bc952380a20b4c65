package io.peerz.ledger.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.contracts.ContributionLedger;
import io.peerz.ledger.chain.LoggedTransaction;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionLog;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.claim.RewardDesk;
import io.peerz.ledger.escrow.ChannelReader;
import io.peerz.ledger.testing.Anvil;
import io.peerz.ledger.testing.TestDeployment;
import io.peerz.ledger.testing.TestNetwork;
import io.peerz.ledger.testing.WithAnvil;
import io.peerz.ledger.testing.Work;
import io.peerz.ledger.token.TokenDesk;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.MemorySigningJournal;
import io.peerz.proof.journal.SigningJournal;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettlementTest extends WithAnvil {
  private static final BigInteger RICH = BigInteger.TEN.pow(12);
  private static final BigInteger DEPOSIT = BigInteger.TEN.pow(11);
  private static TestNetwork network;

  @TempDir Path folder;
  private final SigningJournal journal = new MemorySigningJournal();
  private SigningKey signer;
  private SigningKey payer;
  private Address payout;
  private Digest nodeId;
  private Digest channelId;
  private Work work;

  /** The process is gone: nothing below may run on. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @BeforeAll
  static void deploy() {
    network = TestNetwork.start(anvil, QUICK);
    network.pay(network.deployment().contributionLedger(), RICH);
  }

  @AfterAll
  static void close() {
    if (network != null) {
      network.close();
    }
  }

  @BeforeEach
  void aNodeWithOneCustomer() {
    anvil.automine(true);
    Digest modelId = network.model("settled").modelId();
    signer = network.person("signer", BigInteger.ZERO);
    SigningKey owner = network.person("owner", RICH);
    nodeId = network.servingNode(owner, signer, modelId);
    payer = network.person("payer", RICH);
    channelId = network.channelDesk(payer).openMany(List.of(nodeId), List.of(DEPOSIT)).getFirst();
    payout = owner.address();
    work = new Work(network.chain(), signer, payer, nodeId, channelId, modelId);
    toNextEpoch();
  }

  private SettlingNode node(Step.Observer steps) {
    return node(UnaryOperator.identity(), steps);
  }

  private SettlingNode node(UnaryOperator<TransactionLog> logs, Step.Observer steps) {
    return new SettlingNode(folder, network.chain(), nodeId, signer, journal, logs, steps);
  }

  private SettlingNode node() {
    return node(step -> {});
  }

  private static void toNextEpoch() {
    long epoch = network.chain().currentEpoch();
    while (network.chain().currentEpoch() == epoch) {
      anvil.mine(1);
    }
    anvil.mine(1);
  }

  private void serve(SettlingNode node, int chunks) {
    for (int i = 0; i < chunks; i++) {
      node.receipts().accept(work.chunk());
      node.vouchers().accept(work.voucher());
    }
  }

  /** Lets time pass and the node look, until its one batch is claimed. */
  private static StoredBatch settle(SettlingNode node) {
    for (int i = 0; i < 12; i++) {
      assertThat(node.look()).isEmpty();
      List<StoredBatch> batches = node.batches();
      if (!batches.isEmpty() && batches.getFirst().state() == BatchState.CLAIMED) {
        return batches.getFirst();
      }
      if (!batches.isEmpty() && batches.getFirst().state() == BatchState.COMMITTED) {
        toNextEpoch();
        anvil.passTime(TestDeployment.WINDOW_SECONDS + 1);
      }
    }
    throw new AssertionError("not settled: " + node.batches());
  }

  private int batchesOnChain() {
    return RewardDesk.reading(network.chain()).batches(nodeId).size();
  }

  private BigInteger payoutWei() {
    return network.chain().tokenBalanceWei(payout);
  }

  /** Vouchers less the burned fee, and of the fee whatever the pool's share allows. */
  private void assertEveryWei(BigInteger beforeWei, StoredBatch batch) {
    BigInteger paidWei = work.amountWei();
    BigInteger feeWei = paidWei.multiply(BigInteger.TWO).divide(BigInteger.valueOf(100));
    BigInteger rewardWei = batch.rewardWei().orElseThrow();
    assertThat(rewardWei).isEqualTo(feeWei.min(TestDeployment.POOL_PER_EPOCH));
    assertThat(payoutWei().subtract(beforeWei)).isEqualTo(paidWei.subtract(feeWei).add(rewardWei));
    assertThat(claimedWei()).isEqualTo(paidWei);
  }

  @Test
  void receiptsBecomeMoneyOnce() {
    BigInteger beforeWei = payoutWei();
    try (SettlingNode node = node()) {
      serve(node, 5);
      toNextEpoch();
      StoredBatch batch = settle(node);
      assertThat(batch.header().leaves()).isEqualTo(5);
      assertThat(batch.submitTx()).isPresent();
      assertThat(batch.finalizeTx()).isPresent();
      assertThat(batch.claimTx()).isPresent();
      assertEveryWei(beforeWei, batch);
      assertThat(node.look()).isEmpty();
      assertThat(batchesOnChain()).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void aNodeKilledAfterAnyStepSettlesOnceAndInFull(Step fatal) {
    BigInteger beforeWei = payoutWei();
    try (SettlingNode doomed = node(dieOnceAt(fatal))) {
      serve(doomed, 3);
      toNextEpoch();
      assertThatThrownBy(() -> settle(doomed)).isInstanceOf(Killed.class);
    }
    try (SettlingNode reborn = node()) {
      StoredBatch batch = settle(reborn);
      assertThat(batch.header().leaves()).isEqualTo(3);
      assertEveryWei(beforeWei, batch);
      assertThat(batchesOnChain()).isOne();
    }
  }

  private static Step.Observer dieOnceAt(Step fatal) {
    return step -> {
      if (step == fatal) {
        throw new Killed();
      }
    };
  }

  @Test
  void aNodeKilledBeforeTheNetworkHeardOfItsTransactionSendsItAfterwards() {
    UnaryOperator<TransactionLog> logs = log -> new DyingLog(log, new AtomicBoolean());
    BigInteger beforeWei = payoutWei();
    try (SettlingNode doomed = node(logs, step -> {})) {
      serve(doomed, 3);
      toNextEpoch();
      assertThat(doomed.look()).contains("killed");
    }
    assertThat(batchesOnChain()).isZero();
    try (SettlingNode reborn = node()) {
      assertEveryWei(beforeWei, settle(reborn));
      assertThat(batchesOnChain()).isOne();
    }
  }

  /** Writes a transaction down and dies before it is sent; after that it does nothing more. */
  private record DyingLog(TransactionLog log, AtomicBoolean dead) implements TransactionLog {
    @Override
    public List<LoggedTransaction> live(Address sender) {
      return log.live(sender);
    }

    @Override
    public Optional<LoggedTransaction> find(Address sender, String intentId) {
      return log.find(sender, intentId);
    }

    @Override
    public void put(LoggedTransaction transaction) {
      if (!dead.getAndSet(true)) {
        log.put(transaction);
      }
      throw new IllegalStateException("killed");
    }

    @Override
    public void remove(Address sender, long nonce) {
      throw new IllegalStateException("killed");
    }
  }

  @Test
  void aReorganisationThreeDeepNeitherLosesNorDoublesABatch() {
    BigInteger beforeWei = payoutWei();
    try (SettlingNode node = node()) {
      serve(node, 4);
      toNextEpoch();
      assertThat(node.look()).isEmpty();
      assertThat(batchesOnChain()).isOne();
      anvil.reorg(3);
      assertEveryWei(beforeWei, settle(node));
      assertThat(batchesOnChain()).isOne();
    }
  }

  @Test
  void aClosingChannelIsRedeemedBeforeItCloses() {
    try (SettlingNode node = node()) {
      serve(node, 1);
      assertThat(node.look()).isEmpty();
      serve(node, 1);
      assertThat(node.look()).isEmpty();
      assertThat(claimedWei()).isLessThan(work.amountWei());
      network.channelDesk(payer).requestClose(channelId);
      assertThat(node.look()).isEmpty();
      assertThat(claimedWei()).isEqualTo(work.amountWei());
    }
  }

  private BigInteger claimedWei() {
    return new ChannelReader(network.chain()).read(channelId).claimedWei();
  }

  @Test
  void aBatchWaitsForASeedThatNobodyMadeInTime() {
    BigInteger beforeWei = payoutWei();
    try (SettlingNode node = node()) {
      serve(node, 2);
      toNextEpoch();
      assertThat(node.look()).isEmpty();
      anvil.mine(300);
      assertEveryWei(beforeWei, settle(node));
    }
  }

  @Test
  void aReceiptThatComesAfterTheLineStaysOutOfTheBatch() {
    try (SettlingNode node = node()) {
      serve(node, 2);
      var late = work.chunk();
      toNextEpoch();
      assertThat(node.look()).isEmpty();
      node.receipts().accept(late);
      assertThat(node.look()).isEmpty();
      assertThat(node.batches()).hasSize(1);
      assertThat(node.batches().getFirst().header().leaves()).isEqualTo(2);
    }
  }

  @Test
  void aNodeThatSleptThroughTheEpochSaysSoAndStillRedeems() {
    try (SettlingNode node = node()) {
      serve(node, 2);
      toNextEpoch();
      toNextEpoch();
      assertThat(node.look()).isEmpty();
      assertThat(node.batches().getFirst().state()).isEqualTo(BatchState.MISSED);
      assertThat(claimedWei()).isEqualTo(work.amountWei());
    }
  }

  @Test
  void aQuestionAboutABatchIsAnswered() {
    questionsAreAnswered();
  }

  @Test
  void aQuestionAboutWorkThatASessionKeyAcceptedIsAnswered() {
    work.delegatedTo(Anvil.key("session"));
    questionsAreAnswered();
  }

  private void questionsAreAnswered() {
    BigInteger beforeWei = payoutWei();
    try (SettlingNode node = node()) {
      serve(node, 7);
      toNextEpoch();
      assertThat(node.look()).isEmpty();
      toNextEpoch();
      assertThat(node.look()).isEmpty();
      Digest batchId = node.batches().getFirst().batchId();
      ask(batchId, 0);
      ask(batchId, 1);
      assertThat(node.look()).isEmpty();
      assertThat(network.chain().contracts().read(demand(batchId)).answered).isTrue();
      anvil.passTime(TestDeployment.WINDOW_SECONDS + 1);
      StoredBatch batch = settle(node);
      // The two bonds of the curious go to the node that could answer.
      assertEveryWei(beforeWei.add(TestDeployment.CHALLENGE_BOND.shiftLeft(1)), batch);
    }
  }

  private void ask(Digest batchId, int sample) {
    TransactionSender auditor =
        network.sender(network.person("auditor", TestDeployment.CHALLENGE_BOND));
    Address ledger = network.deployment().contributionLedger();
    new TokenDesk(network.chain(), auditor).approve(ledger, TestDeployment.CHALLENGE_BOND);
    String data =
        network
            .chain()
            .contracts()
            .contributionLedger()
            .demandOpening(batchId.bytes(), BigInteger.valueOf(sample))
            .encodeFunctionCall();
    auditor.send(PreparedCall.of("ask:" + sample + batchId, ledger, data, "ask"));
  }

  private static org.web3j.protocol.core.RemoteFunctionCall<ContributionLedger.Demand> demand(
      Digest batchId) {
    return network
        .chain()
        .contracts()
        .contributionLedger()
        .demand(batchId.bytes(), BigInteger.ZERO);
  }
}
