package io.peerz.devnet.drill;

import io.peerz.devnet.drill.Attacks.Outcome;
import io.peerz.devnet.drill.Attacks.Sides;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.FineTuneReceipt;
import java.math.BigInteger;
import java.util.List;

/** Attacks on fine-tuning jobs that need no training to fail. */
final class MarketAttacks {
  private static final int TERMS = 24; // words of a job's parameters

  private final DrillWorld world;
  private final Attacks attacks;

  MarketAttacks(DrillWorld world, Attacks attacks) {
    this.world = world;
    this.attacks = attacks;
  }

  /** The second unit commits to what the first committed to, and opens it with what it reveals. */
  void copiedUpdate() {
    JobPlay job = JobPlay.post(world);
    DrillNode author = world.node("author");
    DrillNode copycat = world.node("copycat");
    attacks.measure(
        10,
        "node",
        "copies a peer's update",
        new Sides(() -> world.worth(copycat), () -> world.worth(author)),
        () -> {
          job.claim(author);
          job.claim(copycat);
          FineTuneReceipt work = job.receipt(author, 0);
          job.commit(author, 0, job.commitment(work));
          job.commit(copycat, 1, job.commitment(work));
          Sent own = job.reveal(author, 0, work, author.signer());
          Sent copied = job.reveal(copycat, 1, work, author.signer());
          Sent renamed = job.reveal(copycat, 1, job.receipt(copycat, 1), copycat.signer());
          return new Outcome(
              "author's reveal taken: %s; the same for the copy: %s; under its own name: %s"
                  .formatted(own.done(), copied.refusal(), renamed.refusal()));
        },
        () -> true);
  }

  /** Nothing but the address of a job's blobs can change. */
  void movedTarget() {
    JobPlay job = JobPlay.post(world);
    DrillNode node = world.node("worker");
    List<Digest> before = job.terms().subList(0, TERMS);
    attacks.measure(
        28,
        "client",
        "moves the target of a job under way",
        new Sides(() -> world.tokens(job.client().address()), () -> world.worth(node)),
        () -> {
          job.claim(node);
          job.move("elsewhere:1");
          return new Outcome("there is no such call: only where blobs lie can change");
        },
        () -> job.terms().subList(0, TERMS).equals(before));
  }

  void cancelledRound() {
    JobPlay job = JobPlay.post(world);
    DrillNode node = world.node("worker");
    attacks.measure(
        29,
        "client",
        "cancels in mid-round and keeps the work",
        new Sides(() -> world.tokens(job.client().address()), () -> world.worth(node)),
        () -> {
          job.claim(node);
          return new Outcome("refused: " + job.cancel().refusal());
        },
        () -> true);
  }

  /** Two halves of a stake weigh what the whole does. */
  void splitIdentity() {
    DrillNode whole = world.node("whole");
    DrillNode half = world.node("half");
    DrillNode otherHalf = world.node("other half");
    unbondHalf(half);
    unbondHalf(otherHalf);
    attacks.measure(
        3,
        "node",
        "splits its stake over two identities to be drawn more often",
        new Sides(() -> world.worth(half).add(world.worth(otherHalf)), () -> world.worth(whole)),
        () -> {
          BigInteger one = joined(whole);
          BigInteger two = joined(half).add(joined(otherHalf));
          resign(whole, half, otherHalf);
          return new Outcome(
              "weight is stake: %s for the whole, %s for the halves"
                  .formatted(inPrz(one), inPrz(two)),
              0);
        },
        () -> true);
  }

  private void unbondHalf(DrillNode node) {
    world.chain.must(
        node.owner(),
        "request unbond",
        world.at.nodeRegistry(),
        Abi.call(
            "requestUnbond",
            Abi.of(node.id()),
            Abi.uint("uint128", DrillWorld.STAKE_WEI.shiftRight(1))));
  }

  private BigInteger joined(DrillNode node) {
    world.chain.must(
        node.owner(), "join", world.at.committee(), Abi.call("join", Abi.of(node.id())));
    return world.chain.askNumber(world.at.committee(), Abi.call("weightOf", Abi.of(node.id())));
  }

  /** They must not be drawn for the juries of other attacks. */
  private void resign(DrillNode... nodes) {
    for (DrillNode node : nodes) {
      world.chain.must(
          node.owner(), "resign", world.at.committee(), Abi.call("resign", Abi.of(node.id())));
    }
  }

  private static String inPrz(BigInteger wei) {
    return wei.divide(BigInteger.TEN.pow(18)) + " PRZ";
  }
}
