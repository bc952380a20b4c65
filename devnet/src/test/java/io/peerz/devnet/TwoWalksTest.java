package io.peerz.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.credit.Gate;
import io.peerz.finetune.credit.HeldOutLosses;
import io.peerz.finetune.credit.RoundMeasurement;
import io.peerz.finetune.market.RoundGains;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.Verdict;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.update.UpdateCodec;
import io.peerz.finetune.update.UpdateEncoding;
import io.peerz.finetune.update.UpdateHeader;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.generate.LocalGenerator;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.serve.ServeConfig;
import io.peerz.inference.session.GenerationRequest;
import io.peerz.inference.session.GenerationResult;
import io.peerz.inference.session.HopReport;
import io.peerz.inference.testing.LoopbackNetwork;
import io.peerz.inference.testing.TestNode;
import io.peerz.inference.text.Tokenizer;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.commit.MerkleSumTree;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.SignedReceipt;
import io.peerz.proof.score.RewardFormula;
import io.peerz.proof.score.RoundTerms;
import io.peerz.proof.sign.Recovery;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The two walks of the architecture page, in memory. Read this first: it touches every room of the
 * compute wing and the spine, and stops where the ledger wing would send a transaction.
 */
class TwoWalksTest {
  private static final int KAPPA_MILLI = 2000;
  private static final Path MODEL = Path.of("../models/pebble-1.6m");

  /** A chat request goes down the compute wing; its receipts come back as money owed. */
  @Test
  void aPaidPromptBecomesReceiptsAVoucherAndABatch() {
    ModelFolder model = ModelFolder.open(MODEL);
    Digest modelId = model.manifest().modelId();
    int layers = model.manifest().geometry().layers();
    int[] prompt;
    try (Tokenizer tokenizer = Tokenizer.open(MODEL)) {
      prompt = tokenizer.encode("The capital of Dorn is", true);
    }
    SamplingParams sampling = SamplingParams.greedy(12);

    try (LoopbackNetwork network = new LoopbackNetwork()) {
      // Two nodes serve half of the model each, behind TLS with pinned keys.
      TestNode first = network.node(modelId, engine(model, 0, layers / 2)).start(loopback());
      TestNode second = network.node(modelId, engine(model, layers / 2, layers)).start(loopback());

      // The session relays rows, checks each receipt, countersigns and pays.
      GenerationResult result =
          network
              .runner()
              .run(
                  LoopbackNetwork.route(first, second),
                  new GenerationRequest(
                      modelId,
                      model.manifest().geometry(),
                      Arrays.stream(prompt).boxed().toList(),
                      sampling,
                      Set.of(),
                      true),
                  (token, index) -> true);

      // Splitting the model changes no token.
      try (ExactEngine whole = engine(model, 0, layers)) {
        assertThat(result.tokens())
            .isEqualTo(new LocalGenerator(List.of(whole)).generate(prompt, sampling, Set.of()));
      }

      // What each node was promised is what its receipts add up to, to the last wei.
      for (HopReport hop : result.hops()) {
        TestNode node = hop.hop().offer().nodeId().equals(first.nodeId()) ? first : second;
        SignedReceipt last = hop.receipts().getLast();
        assertThat(node.desk().best(node.channelId()).cumulativeAmountWei())
            .isEqualTo(last.receipt().cumulativeAmountWei())
            .isEqualTo(hop.amountWei());
        assertThat(signerOf(last)).isEqualTo(node.signer());

        // At the end of an epoch the receipts become one root, open at any point of their cost.
        MerkleSumTree batch = batchOf(node.desk().receipts());
        BigInteger point = batch.totalMacs().divide(BigInteger.TWO);
        assertThat(batch.totalMacs()).isEqualTo(hop.macs());
        assertThat(MerkleSumTree.verify(batch.root(), batch.sums(), point, batch.open(point)))
            .isTrue();
      }
    }
  }

  /** A round: two honest updates and one harmful, measured, paid and merged to the same bits. */
  @Test
  void aRoundMeasuresUpdatesPaysForImprovementAndMergesToOneRoot() {
    AdapterState base =
        AdapterState.initial(
            new ParameterSet(List.of(new Parameter("w", new int[] {4}, new float[4]))));
    Digest job = Keccak.hash("job");
    UpdateHeader header =
        new UpdateHeader(job, 0, base.root(), base.layout().hash(), UpdateEncoding.DENSE_INT8);

    // Updates travel as bytes that are bound to job, round and base.
    List<float[]> updates =
        List.of(
                new float[] {0.9f, 0.8f, 1.0f, 0.7f},
                new float[] {0.5f, 0.6f, 0.4f, 0.5f},
                new float[] {-2f, -2f, -2f, -2f})
            .stream()
            .map(update -> UpdateCodec.encode(header, update))
            .map(blob -> UpdateCodec.decode(blob, header, base.layout()))
            .toList();

    // Evaluators report held-out losses in the drawn order; the contract computes gains from them.
    RoundResult result =
        RoundMeasurement.measure(distanceToOnes(), updates, 4, new Gate(4, KAPPA_MILLI), false);
    RoundGains gains = RoundGains.of(3, result, KAPPA_MILLI);
    assertThat(gains.sound()).isTrue();
    assertThat(gains.verdicts()).containsExactly(Verdict.JOINED, Verdict.JOINED, Verdict.LEFT_OUT);
    assertThat(gains.doubledGains().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(2 * gains.totalGain());

    // Pay grows with measured improvement per cost.
    RoundTerms terms = new RoundTerms(wei(300), wei(3000), 3, wei(1000), gains.totalGain());
    List<BigInteger> pay =
        gains.joinedUnits(List.of(0, 1, 2)).stream()
            .map(unit -> RewardFormula.unitReward(terms, wei(1000), gains.paidGains().get(unit)))
            .toList();
    assertThat(pay.get(0)).isGreaterThan(pay.get(1));
    assertThat(pay.get(1)).isGreaterThan(wei(100));

    // Every node folds the updates that joined to the same next adapter.
    AdapterState here = next(base, updates, gains);
    AdapterState there = next(base, updates, gains);
    assertThat(here.root()).isEqualTo(there.root()).isNotEqualTo(base.root());
  }

  private static AdapterState next(AdapterState base, List<float[]> updates, RoundGains gains) {
    return base.after(
        gains.joinedUnits(List.of(0, 1, 2)).stream().map(updates::get).toList(),
        MergeRule.MEAN,
        OuterNesterov.DEFAULT);
  }

  /** Four held-out batches; each likes all parameters near one. */
  private static HeldOutLosses distanceToOnes() {
    return update -> {
      double squares = 0;
      for (float value : update) {
        squares += (1 - value) * (1 - value);
      }
      long loss = Math.round(squares * 1e9);
      return new long[] {loss, loss + 10, loss + 20, loss + 30};
    };
  }

  private static MerkleSumTree batchOf(List<SignedReceipt> receipts) {
    return MerkleSumTree.of(
        receipts.stream()
            .map(r -> new MerkleSumTree.Leaf(digestOf(r), r.receipt().macs(), r.onTime()))
            .sorted((a, b) -> a.hash().compareTo(b.hash()))
            .toList());
  }

  private static Address signerOf(SignedReceipt receipt) {
    return Recovery.signer(digestOf(receipt), receipt.nodeSig());
  }

  private static Digest digestOf(SignedReceipt receipt) {
    return LoopbackNetwork.DOMAINS.contributionLedger().digestOf(receipt.receipt().structHash());
  }

  private static ExactEngine engine(ModelFolder model, int layerStart, int layerEnd) {
    return new ExactEngine(model.loadLayers(layerStart, layerEnd), EngineConfig.defaults());
  }

  private static ServeConfig loopback() {
    return ServeConfig.on("127.0.0.1", 0);
  }

  private static BigInteger wei(long amount) {
    return BigInteger.valueOf(amount);
  }
}
