package io.peerz.devnet.drill;

import io.peerz.devnet.drill.Attacks.Outcome;
import io.peerz.devnet.drill.Attacks.Sides;
import io.peerz.devnet.network.DevParameters;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Batches that claim what they cannot show. */
final class BatchAttacks {
  private static final int SAMPLES = 8;
  private static final int RECEIPTS = 6;
  private static final long RESPONSE_SECONDS = DevParameters.drill().responseSeconds();

  private final DrillWorld world;
  private final Attacks attacks;
  private final SigningKey auditor;

  BatchAttacks(DrillWorld world, Attacks attacks) {
    this.world = world;
    this.attacks = attacks;
    this.auditor = world.person("auditor", DevParameters.prz(500));
    world.approve(auditor, world.at.contributionLedger(), DevParameters.prz(500));
  }

  /** Receipts whose cost is ten times what the formula gives. */
  void declaredContribution() {
    Setting s = setting("boaster");
    attacks.measure(
        1,
        "node",
        "declares ten times the work in its receipts",
        s.sides(),
        () -> {
          BatchPlay batch = s.batch(BigInteger.TEN);
          batch.submit(BigInteger.ZERO);
          batch.knowPoints();
          batch.demand(auditor, 0);
          Sent answer = batch.answer(0);
          world.chain.passSeconds(RESPONSE_SECONDS + 1);
          batch.voidUnanswered(auditor, 0);
          return new Outcome("opening refused: " + shortly(answer.refusal()), RECEIPTS);
        },
        () -> true);
  }

  /** Receipts whose cost is half of what the formula gives: a batch that looks cheap to audit. */
  void understatedCost() {
    Setting s = setting("understater");
    attacks.measure(
        2,
        "node",
        "states half of the cost in its receipts",
        s.sides(),
        () -> {
          BatchPlay batch = s.halved();
          batch.submit(BigInteger.ZERO);
          batch.knowPoints();
          batch.demand(auditor, 0);
          Sent answer = batch.answer(0);
          world.chain.passSeconds(RESPONSE_SECONDS + 1);
          batch.voidUnanswered(auditor, 0);
          return new Outcome("opening refused: " + shortly(answer.refusal()), RECEIPTS);
        },
        () -> true);
  }

  /** A batch whose header says one and a half of what its leaves add up to. */
  void inflatedSum() {
    Setting s = setting("inflater");
    attacks.measure(
        6,
        "node",
        "claims half as many MACs again as its leaves have",
        s.sides(),
        () -> {
          BatchPlay batch = s.batch(BigInteger.ONE);
          batch.submit(s.totalMacs(BigInteger.ONE).shiftRight(1));
          batch.knowPoints();
          int sample = firstUncovered(batch);
          batch.demand(auditor, sample);
          Sent answer = batch.answer(sample);
          world.chain.passSeconds(RESPONSE_SECONDS + 1);
          batch.voidUnanswered(auditor, sample);
          return new Outcome(
              "sample point " + sample + " of 8 has no leaf: " + shortly(answer.refusal()),
              RECEIPTS);
        },
        () -> true);
  }

  void withheldData() {
    Setting s = setting("withholder");
    attacks.measure(
        7,
        "node",
        "does not show the receipt at a sample point",
        s.sides(),
        () -> {
          BatchPlay batch = s.batch(BigInteger.ONE);
          batch.submit(BigInteger.ZERO);
          batch.knowPoints();
          batch.demand(auditor, 0);
          world.chain.passSeconds(RESPONSE_SECONDS + 1);
          batch.voidUnanswered(auditor, 0);
          return new Outcome("silence past the deadline: batch void, stake slashed", RECEIPTS);
        },
        () -> true);
  }

  /** Each demand on an honest batch costs its bond. */
  void massChallenges() {
    Setting s = setting("honest");
    SigningKey griefer = world.person("griefer", DevParameters.prz(100));
    world.approve(griefer, world.at.contributionLedger(), DevParameters.prz(100));
    attacks.measure(
        24,
        "griefer",
        "demands every opening of an honest batch",
        new Sides(() -> world.tokens(griefer.address()), () -> world.worth(s.node())),
        () -> {
          BatchPlay batch = s.batch(BigInteger.ONE);
          batch.submit(BigInteger.ZERO);
          batch.knowPoints();
          for (int sample = 0; sample < SAMPLES; sample++) {
            batch.demand(griefer, sample);
            batch.answer(sample);
          }
          return new Outcome("all eight answered; each bond went to the node");
        },
        () -> true);
  }

  private int firstUncovered(BatchPlay batch) {
    for (int sample = 0; sample < SAMPLES; sample++) {
      if (!batch.covers(sample)) {
        return sample;
      }
    }
    return 0;
  }

  private static String shortly(String refusal) {
    int end = refusal.indexOf('(');
    return end < 0 ? refusal : refusal.substring(0, end);
  }

  private Setting setting(String name) {
    DrillNode node = world.node(name);
    SigningKey payer = world.person("payer", DevParameters.prz(20));
    return new Setting(node, payer, world.channel(payer, node, DevParameters.prz(1)));
  }

  /** A node with a paying channel, against an auditor. */
  private final class Setting {
    private final DrillNode node;
    private final SigningKey payer;
    private final Digest channel;

    Setting(DrillNode node, SigningKey payer, Digest channel) {
      this.node = node;
      this.payer = payer;
      this.channel = channel;
    }

    DrillNode node() {
      return node;
    }

    Sides sides() {
      return new Sides(() -> world.worth(node), () -> world.tokens(auditor.address()));
    }

    BatchPlay batch(BigInteger factor) {
      return new BatchPlay(world, node, payer, receipts(factor));
    }

    BatchPlay halved() {
      List<InferenceReceipt> halves =
          receipts(BigInteger.ONE).stream()
              .map(r -> WorkLog.withMacs(r, r.macs().shiftRight(1)))
              .toList();
      return new BatchPlay(world, node, payer, halves);
    }

    BigInteger totalMacs(BigInteger factor) {
      return receipts(factor).stream()
          .map(InferenceReceipt::macs)
          .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private List<InferenceReceipt> receipts(BigInteger factor) {
      WorkLog work = world.work(node, channel, Cheat.NONE);
      long epoch = world.epoch();
      long now = world.chain.nowSeconds();
      List<InferenceReceipt> receipts = new ArrayList<>();
      for (int i = 0; i < RECEIPTS; i++) {
        InferenceReceipt receipt = work.next(epoch, now).receipt();
        receipts.add(WorkLog.withMacs(receipt, receipt.macs().multiply(factor)));
      }
      return receipts;
    }
  }
}
