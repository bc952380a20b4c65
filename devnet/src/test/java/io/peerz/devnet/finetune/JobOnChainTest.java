package io.peerz.devnet.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerz.devnet.network.DevParameters;
import io.peerz.devnet.network.FoundedChain;
import io.peerz.devnet.network.NodePlan;
import io.peerz.finetune.blob.BlobSource;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.duty.ExactEvaluation;
import io.peerz.finetune.duty.LoraTraining;
import io.peerz.finetune.job.JobAddress;
import io.peerz.finetune.job.JobBundle;
import io.peerz.finetune.market.JobView;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.ledger.finetune.CommitteeDesk;
import io.peerz.ledger.finetune.CommitteeTask;
import io.peerz.ledger.finetune.JobDeadlines;
import io.peerz.ledger.finetune.JobDesk;
import io.peerz.ledger.finetune.JobOffer;
import io.peerz.ledger.finetune.JobReader;
import io.peerz.ledger.finetune.JobUnit;
import io.peerz.ledger.finetune.SettledRound;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs from the funding transaction to the last refund: real chain, real training, exact losses.
 */
class JobOnChainTest {
  private static final Path MODEL = Path.of("..", "models", "pebble-1.6m");
  private static final int LAYERS = 4;
  private static final BigInteger STAKE = DevParameters.prz(5_000);
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  @TempDir Path folder;

  @Test
  void aJobRunsFromItsFundingToItsRefundAndEveryNodeMakesTheSameAdapter() throws Exception {
    int rounds = 2;
    int units = 2;
    ModelFolder model = ModelFolder.open(MODEL);
    ShardWeights exact = model.loadLayers(0, LAYERS);
    List<NodePlan> plans = NodePlan.halves(units, LAYERS);
    Map<NodeAddress, BlobSource> served = new HashMap<>();
    List<Trainer> trainers = new ArrayList<>();
    try (FoundedChain network =
            FoundedChain.start(folder.resolve("chain"), model.manifest(), plans);
        BaseWeights base = BaseWeights.of(exact);
        TensorThread thread = new TensorThread()) {
      for (NodePlan plan : plans) {
        Trainer trainer = new Trainer(network, plan, folder, 1_000 + trainers.size());
        trainer.stake(STAKE);
        trainer.joinCommittee();
        served.put(trainer.address(), trainer.blobs());
        trainers.add(trainer);
      }
      BlobStore submitter = new BlobStore(folder.resolve("submitter"));
      NodeAddress home = new NodeAddress("127.0.0.1", 900, Digest.ZERO);
      served.put(home, submitter);
      JobBundle bundle = TestJob.bundle(model, submitter);
      JobOffer offer =
          TestJob.offer(bundle.manifest(), rounds, units, new JobDeadlines(60, 300, 60, 400, 1));
      BigInteger before = network.tokens(FoundedChain.wallet());
      JobDesk desk =
          new JobDesk(
              network.client(), network.sender(FoundedChain.wallet()), FoundedChain.wallet());
      Digest jobId = desk.post(offer, new JobAddress(home, bundle.manifestBlob()).format()).jobId();

      LoraTraining training = new LoraTraining(offer.modelId(), base, thread, LAYERS);
      for (Trainer trainer : trainers) {
        trainer.start(
            first -> served.containsKey(first) ? List.of(served.get(first)) : List.of(),
            training,
            training,
            new ExactEvaluation(offer.modelId(), exact, 1),
            UnaryOperator.identity(),
            UnaryOperator.identity());
      }
      JobReader reader = new JobReader(network.client());
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> isOver(reader, jobId));
      for (Trainer trainer : trainers) {
        trainer.stop();
      }

      List<SettledRound> settled = reader.settledRounds(jobId);
      assertThat(settled).hasSize(rounds);
      assertThat(settled.getFirst().totalGain()).isPositive();
      JobView job = trainers.getFirst().market().job(jobId);
      assertThat(job.adapterRoot()).isNotEqualTo(job.firstAdapterRoot());
      for (Trainer trainer : trainers) {
        assertThat(trainer.history().after(job, rounds - 1).root()).isEqualTo(job.adapterRoot());
      }
      assertThatMoneyIsConserved(network, reader, jobId, offer, before);
    }
  }

  /** Closed, and every unit that is owed anything has been paid. */
  private static boolean isOver(JobReader reader, Digest jobId) {
    var job = reader.job(jobId);
    return job.closed()
        && reader.round(jobId, job.currentRound()).units().stream()
            .noneMatch(unit -> unit.status() == JobUnit.Status.SETTLED);
  }

  /** What the client lost is what units and seats earned, and the contracts hold nothing. */
  private static void assertThatMoneyIsConserved(
      FoundedChain network, JobReader reader, Digest jobId, JobOffer offer, BigInteger before) {
    BigInteger spent = before.subtract(network.tokens(FoundedChain.wallet()));
    BigInteger paid =
        reader.payments(jobId).stream()
            .map(payment -> payment.baseWei().add(payment.improvementWei()))
            .reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger fees = BigInteger.ZERO;
    CommitteeDesk committee =
        new CommitteeDesk(network.client(), network.sender(FoundedChain.wallet()));
    for (int round = 0; round < offer.rounds(); round++) {
      CommitteeTask task = reader.task(reader.round(jobId, round).taskId());
      for (CommitteeTask.Seat seat : task.seats()) {
        if (seat.resultHash().equals(task.resultHash()) && seat.revealed()) {
          committee.claimFee(task.taskId(), seat.seat());
          fees = fees.add(task.feePerSeatWei());
        }
      }
    }
    assertThat(spent).isEqualTo(paid.add(fees));
    var at = network.client().contracts().deployment();
    assertThat(network.client().tokenBalanceWei(at.fineTuneMarket())).isZero();
    assertThat(network.client().tokenBalanceWei(at.committee())).isZero();
  }
}
