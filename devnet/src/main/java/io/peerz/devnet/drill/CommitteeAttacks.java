package io.peerz.devnet.drill;

import io.peerz.audit.dispute.ShardTrace;
import io.peerz.devnet.drill.Attacks.Outcome;
import io.peerz.devnet.drill.Attacks.Sides;
import io.peerz.devnet.network.CourtParameters;
import io.peerz.devnet.network.DevParameters;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;

/** Drawn seats that copy or stay silent. */
final class CommitteeAttacks {
  private static final int SEATS = 7;
  private static final CourtParameters TERMS = DevParameters.drill().court();
  private static final int JURY_SECONDS = TERMS.juryCommitSeconds() + TERMS.juryRevealSeconds();

  private final DrillWorld world;
  private final Attacks attacks;
  private final Jury jury;

  CommitteeAttacks(DrillWorld world, Attacks attacks, Jury jury) {
    this.world = world;
    this.attacks = attacks;
    this.jury = jury;
  }

  /** A seat commits to the hash that another seat committed to; it cannot open it. */
  void copiedCommitment() {
    Digest task = task("copied");
    attacks.measure(
        19,
        "evaluator",
        "copies another seat's commitment",
        sides(),
        () -> {
          Digest first = jury.commitment(task, 0, Digest.ZERO);
          for (int seat = 0; seat < SEATS; seat++) {
            jury.commit(task, seat, seat == 1 ? first : jury.commitment(task, seat, Digest.ZERO));
          }
          Sent copied = jury.reveal(task, 1, Digest.ZERO);
          return new Outcome("its reveal is refused: " + copied.refusal());
        },
        () -> true);
  }

  /** Seats that say nothing are slashed; the task ends without them. */
  void silentSeats() {
    Digest task = task("silent");
    attacks.measure(
        21,
        "evaluator",
        "drawn seats say nothing",
        sides(),
        () -> {
          world.chain.passSeconds(JURY_SECONDS);
          world.chain.must(
              world.bank,
              "finalize task",
              world.at.committee(),
              Abi.call("finalizeTask", Abi.of(task)));
          return new Outcome("no quorum; each silent seat slashed, the task failed in time");
        },
        () -> true);
  }

  /** A jury's task, from a unit that somebody accuses: it needs no trace. */
  private Digest task(String name) {
    DrillNode accused = world.node(name);
    SigningKey challenger = world.person("challenger", DevParameters.prz(50));
    world.approve(challenger, world.at.disputeCourt(), DevParameters.prz(50));
    Digest channel = Keccak.hash(name);
    WorkLog.Chunk chunk =
        world
            .work(accused, channel, Cheat.EARLY_EXIT)
            .next(world.epoch(), world.chain.nowSeconds());
    ShardTrace honest = ShardTrace.of(world.honest, chunk.evidence());
    ShardTrace claimed =
        honest.claiming(chunk.receipt().inDigest(), honest.steps() - 1, chunk.outputs());
    Digest id =
        new DisputePlay(world, jury)
            .untilJury(new DisputePlay.Dispute(challenger, accused, chunk, claimed));
    return jury.draw(id);
  }

  private Sides sides() {
    return new Sides(
        () -> jury.members().stream().map(world::worth).reduce(BigInteger.ZERO, BigInteger::add),
        () -> BigInteger.ZERO);
  }
}
