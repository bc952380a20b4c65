package io.peerz.ledger.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.ledger.registry.Endpoint;
import io.peerz.ledger.settle.EpochSealer;
import io.peerz.ledger.stake.Registration;
import io.peerz.ledger.stake.StakeDesk;
import io.peerz.ledger.testing.TestDeployment;
import io.peerz.ledger.testing.TestNetwork;
import io.peerz.ledger.testing.WithAnvil;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.FineTuneReceipt;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JobDesksTest extends WithAnvil {
  private static final BigInteger RICH = BigInteger.TEN.pow(9);
  private static final String URI = "client.example:7000/0xkey/0xmanifest";
  private static final Digest SALT = Keccak.hash("salt");
  private static final Digest NEXT = Keccak.hash("next adapter");
  private static final JobDeadlines DEADLINES = new JobDeadlines(100, 100, 100, 1_000, 10);

  private static TestNetwork network;
  private static JobReader reader;
  private static Node node;

  /** A node that trains and evaluates, with the desks of its owner. */
  private record Node(Digest id, SigningKey signer, UnitDesk units, CommitteeDesk committee) {}

  @BeforeAll
  static void startNetwork() {
    network = TestNetwork.start(anvil, QUICK);
    reader = new JobReader(network.chain());
    node = node();
    node.committee().join(node.id());
  }

  @AfterAll
  static void stopNetwork() {
    if (network != null) {
      network.close();
    }
  }

  private static Node node() {
    SigningKey owner = network.person("owner", RICH);
    SigningKey signer = network.person("signer", BigInteger.ZERO);
    var sender = network.sender(owner);
    StakeDesk stake = new StakeDesk(network.chain(), sender, owner);
    Digest id =
        stake.register(
            signer,
            new Registration(
                owner.address(),
                Registration.TRAINS | Registration.EVALUATES,
                new Endpoint("127.0.0.1", 7000),
                Keccak.hash("tls key")));
    stake.stake(id, TestDeployment.MIN_STAKE.multiply(BigInteger.TEN));
    return new Node(
        id,
        signer,
        new UnitDesk(network.chain(), sender),
        new CommitteeDesk(network.chain(), sender));
  }

  private static JobOffer offer(int rounds) {
    return new JobOffer(
        network.model("jobs").modelId(),
        Keccak.hash("first adapter"),
        Keccak.hash("train"),
        Keccak.hash("held out"),
        Keccak.hash("recipe"),
        rounds,
        1,
        3,
        2_000,
        new UnitWork(2, 64, 5, 4, 127),
        new JobPrices(
            BigInteger.valueOf(1_000),
            BigInteger.valueOf(5_000),
            1_000_000,
            BigInteger.valueOf(6_000),
            BigInteger.valueOf(50)),
        DEADLINES);
  }

  private record Client(SigningKey key, JobDesk desk) {}

  private static Client client() {
    SigningKey key = network.person("client", RICH);
    return new Client(key, new JobDesk(network.chain(), network.sender(key), key));
  }

  @Test
  void aJobIsFundedAndPostedInOneTransactionReadBackMovedAndCancelled() {
    Client client = client();
    JobOffer offer = offer(3);

    JobDesk.Posted posted = client.desk().post(offer, URI);

    PostedJob job = reader.job(posted.jobId());
    assertThat(job.offer()).isEqualTo(offer);
    assertThat(job.uri()).isEqualTo(URI);
    assertThat(job.client()).isEqualTo(client.key().address());
    assertThat(job.escrowWei()).isEqualTo(offer.escrowWei()).isEqualTo(posted.escrowWei());
    assertThat(job.unitMacs()).isPositive();
    assertThat(reader.openJobs()).contains(posted.jobId());
    assertThat(reader.round(posted.jobId(), 0).baseRoot()).isEqualTo(offer.firstAdapterRoot());

    client.desk().move(posted.jobId(), "elsewhere:1");
    assertThat(reader.job(posted.jobId()).uri()).isEqualTo("elsewhere:1");

    JobDesk.Cancelled cancelled = client.desk().cancel(posted.jobId());
    assertThat(cancelled.refundedWei()).contains(offer.escrowWei());
    assertThat(network.chain().tokenBalanceWei(client.key().address())).isEqualTo(RICH);
    assertThat(reader.openJobs()).doesNotContain(posted.jobId());
  }

  @Test
  void aRoundRunsFromClaimToPayThroughTheDesks() {
    Client client = client();
    Digest jobId = client.desk().post(offer(1), URI).jobId();
    BigInteger before = network.chain().tokenBalanceWei(client.key().address());

    node.units().claim(jobId, 0, node.id());
    FineTuneReceipt receipt = receipt(jobId);
    Digest digest = domain().digestOf(receipt.structHash());
    node.units().commit(jobId, 0, 0, new AbiWriter(2).digest(digest).digest(SALT).hash());
    node.units().reveal(receipt, SALT, node.signer().sign(digest), "node.example:1/0xkey");
    assertThat(reader.round(jobId, 0).units().getFirst())
        .satisfies(
            unit -> {
              assertThat(unit.status()).isEqualTo(JobUnit.Status.REVEALED);
              assertThat(unit.uri()).isEqualTo("node.example:1/0xkey");
              assertThat(unit.updateRoot()).isEqualTo(receipt.updateRoot());
            });

    SeatReport report =
        new SeatReport(List.of(10_000_000L, 9_000_000L, 9_000_000L), List.of(100L), NEXT);
    CommitteeTask task = evaluate(jobId, report);
    assertThat(task.status()).isEqualTo(CommitteeTask.Status.AGREED);
    assertThat(reader.agreedReport(task)).contains(report);

    anvil.passTime(DEADLINES.challenge() + 1);
    node.units().settle(jobId, 0, report);
    node.units().claimReward(jobId, 0, 0);
    node.committee().claimFee(task.taskId(), 0);

    PostedJob job = reader.job(jobId);
    JobUnit unit = reader.round(jobId, 0).units().getFirst();
    assertThat(job.closed()).isTrue();
    assertThat(job.adapterRoot()).isEqualTo(NEXT);
    assertThat(unit.paidGain()).isEqualTo(1_000_000 - 200);
    assertThat(unit.payWei()).isEqualTo(1_000 + 5_000 * 999_800L / 1_000_000);
    assertThat(network.chain().tokenBalanceWei(client.key().address()).subtract(before))
        .isEqualTo(BigInteger.valueOf(6_000).subtract(unit.payWei()));
    assertEvents(jobId, unit);
    assertThat(reader.order(reader.round(jobId, 0))).contains(List.of(0));
  }

  private static void assertEvents(Digest jobId, JobUnit unit) {
    assertThat(reader.settledRounds(jobId))
        .singleElement()
        .satisfies(
            round -> {
              assertThat(round.totalGain()).isEqualTo(1_000_000);
              assertThat(round.totalMacs()).isEqualTo(reader.job(jobId).unitMacs());
              assertThat(round.efficiency())
                  .isEqualTo(BigInteger.TEN.pow(24).divide(round.totalMacs()));
              assertThat(round.paidWei()).isEqualTo(unit.payWei());
            });
    assertThat(reader.evaluatedRounds(jobId).getFirst().units())
        .containsExactly(
            new EvaluatedRound.Unit(0, 0, BigInteger.valueOf(2_000_000), unit.paidGain()));
    assertThat(reader.payments(jobId))
        .extracting(payment -> payment.baseWei().add(payment.improvementWei()))
        .containsExactly(unit.payWei());
  }

  /** Three seats of one node agree. */
  private static CommitteeTask evaluate(Digest jobId, SeatReport report) {
    node.units().openEvaluation(jobId, 0);
    JobRound round = reader.round(jobId, 0);
    assertThat(reader.order(round)).isEmpty();
    while (network.chain().currentEpoch() <= round.seedEpoch()) {
      anvil.mine(1);
    }
    new EpochSealer(network.chain(), network.sender(network.person("sealer", BigInteger.ZERO)))
        .seal(round.seedEpoch());
    node.committee().draw(round.taskId());
    for (int seat = 0; seat < 3; seat++) {
      Digest commitment =
          new AbiWriter(6)
              .digest(round.taskId())
              .uint(seat)
              .digest(node.id())
              .digest(report.hash())
              .digest(Keccak.hash("trace"))
              .digest(SALT)
              .hash();
      node.committee().commit(round.taskId(), seat, commitment);
    }
    for (int seat = 0; seat < 3; seat++) {
      node.committee().reveal(round.taskId(), seat, report, Keccak.hash("trace"), SALT);
    }
    node.committee().finalizeTask(round.taskId());
    return reader.task(round.taskId());
  }

  private static FineTuneReceipt receipt(Digest jobId) {
    JobRound round = reader.round(jobId, 0);
    PostedJob job = reader.job(jobId);
    UnitWork work = job.offer().work();
    return new FineTuneReceipt(
        node.id(),
        jobId,
        0,
        0,
        round.baseRoot(),
        new AbiWriter(4).digest(round.dataSeed()).digest(jobId).uint(0).uint(0).hash(),
        job.offer().recipeHash(),
        work.steps(),
        work.steps() * work.seqs() * work.seqLen(),
        job.unitMacs(),
        Keccak.hash("update"),
        Keccak.hash("trace"),
        network.chain().headTimeSeconds());
  }

  private static Domain domain() {
    return Domain.ofContract(
        "FineTuneMarket", network.deployment().chainId(), network.deployment().fineTuneMarket());
  }

  @Test
  void aStepOutOfTurnIsRefusedInWords() {
    Digest jobId = client().desk().post(offer(1), URI).jobId();
    assertThatThrownBy(() -> node.units().openEvaluation(jobId, 0))
        .isInstanceOfSatisfying(
            PeerzException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TRANSACTION_REVERTED))
        .hasMessageContaining("WrongPhase");
  }

  @Test
  void aClientWithoutTheMoneyIsToldBeforeAnythingIsSent() {
    SigningKey poor = network.person("poor", BigInteger.ONE);
    JobDesk desk = new JobDesk(network.chain(), network.sender(poor), poor);
    assertThatThrownBy(() -> desk.post(offer(1), URI))
        .isInstanceOfSatisfying(
            PeerzException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INSUFFICIENT_FUNDS));
  }

  @Test
  void anUnknownJobIsSaidToBeUnknown() {
    assertThatThrownBy(() -> reader.job(Keccak.hash("no job")))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }
}
