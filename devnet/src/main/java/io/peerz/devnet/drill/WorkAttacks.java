package io.peerz.devnet.drill;

import io.peerz.audit.dispute.ShardTrace;
import io.peerz.audit.replay.Evidence;
import io.peerz.audit.replay.ReplayLottery;
import io.peerz.audit.replay.ShardReplay;
import io.peerz.audit.replay.Verdict;
import io.peerz.devnet.drill.Attacks.Outcome;
import io.peerz.devnet.drill.Attacks.Sides;
import io.peerz.devnet.network.DevParameters;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** False work: found by the requester's replay, punished by the court. */
final class WorkAttacks {
  private static final BigInteger PURSE = DevParameters.prz(200);

  private static final int CHUNKS_OF_A_SESSION = 30; // the model takes 256 positions

  /** A step of the first layer that is linear. */
  private static final int QUERY = 1;

  private final DrillWorld world;
  private final Attacks attacks;
  private final DisputePlay disputes;
  private final ShardReplay replay;

  WorkAttacks(DrillWorld world, Attacks attacks, DisputePlay disputes) {
    this.world = world;
    this.attacks = attacks;
    this.disputes = disputes;
    this.replay = new ShardReplay(world.honest);
  }

  void cheaperModel() {
    cheat(4, Cheat.WRONG_QUANTISATION);
  }

  void skippedLayer() {
    cheat(4, Cheat.SKIPPED_LAYER);
  }

  void cachedOutput() {
    cheat(5, Cheat.CACHED_OUTPUT);
  }

  /** The requester has two of a hundred chunks done again; the first difference goes to court. */
  private void cheat(int threat, Cheat cheat) {
    DrillNode liar = world.node("liar");
    SigningKey payer = world.person("payer", PURSE);
    Digest channel = world.channel(payer, liar, DevParameters.prz(1));
    world.approve(payer, world.at.disputeCourt(), PURSE);
    attacks.measure(
        threat,
        "node",
        cheat.words(),
        sides(liar, payer),
        () -> {
          Found found = untilFound(world.work(liar, channel, cheat));
          String how = dispute(payer, liar, found.chunk(), cheat);
          return new Outcome("replay by another node, then " + how, found.receipts());
        },
        () -> world.worth(liar).compareTo(DrillWorld.STAKE_WEI) < 0);
  }

  private record Found(WorkLog.Chunk chunk, int receipts) {}

  private Found untilFound(WorkLog work) {
    ReplayLottery lottery =
        new ReplayLottery(ReplayLottery.DEFAULT_PARTS_PER_MILLION, Keccak.hash("payer's secret"));
    for (int receipts = 1; ; receipts++) {
      if (receipts % CHUNKS_OF_A_SESSION == 0) {
        work = work.freshSession();
      }
      WorkLog.Chunk chunk = work.next(world.epoch(), world.chain.nowSeconds());
      InferenceReceipt receipt = chunk.receipt();
      boolean drawn = lottery.draws(receipt.sessionId(), receipt.seq());
      if (drawn && replay.replay(chunk.evidence()) == Verdict.FALSE_OUTPUT) {
        return new Found(chunk, receipts);
      }
    }
  }

  private String dispute(SigningKey payer, DrillNode liar, WorkLog.Chunk chunk, Cheat cheat) {
    return disputes.play(
        new DisputePlay.Dispute(payer, liar, chunk, claimed(chunk, cheat)), OptionalInt.empty());
  }

  /** How a liar defends itself: with its own engine, or with a true pass and a false last step. */
  private ShardTrace claimed(WorkLog.Chunk chunk, Cheat cheat) {
    if (cheat == Cheat.WRONG_QUANTISATION) {
      try (ExactEngine engine = cheat.engine(world.model)) {
        return ShardTrace.of(engine, world.honest, chunk.evidence());
      }
    }
    ShardTrace honest = ShardTrace.of(world.honest, chunk.evidence());
    return honest.claiming(chunk.receipt().inDigest(), honest.steps() - 1, chunk.outputs());
  }

  /** Stake on its way out is reached too. */
  void exitBeforeTheVerdict() {
    DrillNode liar = world.node("leaver");
    SigningKey payer = world.person("payer", PURSE);
    Digest channel = world.channel(payer, liar, DevParameters.prz(1));
    world.approve(payer, world.at.disputeCourt(), PURSE);
    attacks.measure(
        9,
        "node",
        "withdraws its stake before it is caught",
        sides(liar, payer),
        () -> {
          WorkLog.Chunk chunk = lie(liar, channel);
          world.chain.must(
              liar.owner(),
              "request unbond",
              world.at.nodeRegistry(),
              Abi.call(
                  "requestUnbond", Abi.of(liar.id()), Abi.uint("uint128", DrillWorld.STAKE_WEI)));
          String how = dispute(payer, liar, chunk, Cheat.WRONG_QUANTISATION);
          return new Outcome("stake in unbonding slashed after " + how, 1);
        },
        () -> world.worth(liar).compareTo(DrillWorld.STAKE_WEI) < 0);
  }

  private WorkLog.Chunk lie(DrillNode liar, Digest channel) {
    return world
        .work(liar, channel, Cheat.WRONG_QUANTISATION)
        .next(world.epoch(), world.chain.nowSeconds());
  }

  /** No majority is asked where arithmetic decides. */
  void falseAccusation() {
    DrillNode honest = world.node("honest");
    SigningKey griefer = world.person("griefer", PURSE);
    SigningKey payer = world.person("payer", PURSE);
    Digest channel = world.channel(payer, honest, DevParameters.prz(1));
    world.approve(griefer, world.at.disputeCourt(), PURSE);
    attacks.measure(
        22,
        "jurors",
        "would convict an honest node of a false product",
        new Sides(() -> world.tokens(griefer.address()), () -> world.worth(honest)),
        () -> {
          WorkLog.Chunk chunk =
              world.work(honest, channel, Cheat.NONE).next(world.epoch(), world.chain.nowSeconds());
          String how =
              disputes.play(
                  new DisputePlay.Dispute(
                      griefer, honest, chunk, ShardTrace.of(world.honest, chunk.evidence())),
                  OptionalInt.of(QUERY));
          return new Outcome("acquitted by " + how + "; the bond went to the accused");
        },
        () -> true);
  }

  /** A flipped bit is a first offence: graded, not the whole stake. */
  void hardwareFault() {
    DrillNode unlucky = world.node("unlucky");
    SigningKey payer = world.person("payer", PURSE);
    Digest channel = world.channel(payer, unlucky, DevParameters.prz(1));
    world.approve(payer, world.at.disputeCourt(), PURSE);
    attacks.measure(
        32,
        "hardware",
        "flips one bit of an honest node's output",
        new Sides(() -> world.worth(unlucky), () -> world.tokens(payer.address())),
        () -> {
          WorkLog.Chunk chunk = flipped(unlucky, channel);
          ShardTrace honest = ShardTrace.of(world.honest, chunk.evidence());
          ShardTrace claimed =
              honest.claiming(chunk.receipt().inDigest(), honest.steps() - 1, chunk.outputs());
          String how =
              disputes.play(
                  new DisputePlay.Dispute(payer, unlucky, chunk, claimed), OptionalInt.empty());
          return new Outcome("one bit found: " + how + "; graded as a first offence", 1);
        },
        () ->
            world
                    .worth(unlucky)
                    .multiply(BigInteger.TEN)
                    .compareTo(DrillWorld.STAKE_WEI.multiply(BigInteger.valueOf(9)))
                > 0);
  }

  private WorkLog.Chunk flipped(DrillNode node, Digest channel) {
    WorkLog.Chunk chunk =
        world.work(node, channel, Cheat.NONE).next(world.epoch(), world.chain.nowSeconds());
    List<byte[]> outputs = new ArrayList<>();
    chunk.outputs().forEach(row -> outputs.add(row.clone()));
    outputs.getLast()[2] ^= 1;
    InferenceReceipt receipt =
        WorkLog.withOutput(
            chunk.receipt(), RowTree.salted(chunk.evidence().salt(), RowTree.rootOf(outputs)));
    return new WorkLog.Chunk(
        receipt,
        new Evidence(receipt, chunk.evidence().inputRows(), chunk.evidence().salt()),
        outputs);
  }

  private Sides sides(DrillNode attacker, SigningKey honest) {
    return new Sides(() -> world.worth(attacker), () -> world.tokens(honest.address()));
  }
}
