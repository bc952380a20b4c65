package io.peerz.devnet.drill;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Int64;
import org.web3j.abi.datatypes.generated.Uint64;

/** Members of the committee, and what they do when they are drawn. */
final class Jury {
  private static final int SEATS = 7;
  private static final Digest SALT = Keccak.hash("drill salt");

  private final DrillWorld world;
  private final List<DrillNode> members;

  Jury(DrillWorld world, List<DrillNode> members) {
    this.world = world;
    this.members = List.copyOf(members);
  }

  List<DrillNode> members() {
    return members;
  }

  void join() {
    for (DrillNode member : members) {
      committee(member, "join", Abi.of(member.id()));
    }
  }

  /** Draws the seats of a dispute's present jury; each of them finds this root. */
  void decide(Digest disputeId, Digest root) {
    Digest task = draw(disputeId);
    for (int seat = 0; seat < SEATS; seat++) {
      commit(task, seat, commitment(task, seat, root));
    }
    for (int seat = 0; seat < SEATS; seat++) {
      reveal(task, seat, root);
    }
    committee(members.getFirst(), "finalizeTask", Abi.of(task));
  }

  /** Lets the epoch of the task's seed begin and draws. */
  Digest draw(Digest disputeId) {
    Digest task =
        world
            .chain
            .ask(world.at.disputeCourt(), Abi.call("juryTask", Abi.of(disputeId)))
            .getFirst();
    List<Digest> words = world.chain.ask(world.at.committee(), Abi.call("task", Abi.of(task)));
    world.enterEpoch(new BigInteger(1, words.get(2).bytes()).longValueExact());
    committee(members.getFirst(), "draw", Abi.of(task));
    return task;
  }

  DrillNode seat(Digest task, int seat) {
    Digest evaluator = evaluator(task, seat);
    return members.stream().filter(m -> m.id().equals(evaluator)).findFirst().orElseThrow();
  }

  void commit(Digest task, int seat, Digest commitment) {
    committee(
        seat(task, seat), "commit", Abi.of(task), Abi.uint("uint8", seat), Abi.of(commitment));
  }

  Sent reveal(Digest task, int seat, Digest root) {
    return world.chain.send(
        seat(task, seat).signer(),
        "reveal",
        world.at.committee(),
        Abi.call(
            "reveal",
            Abi.of(task),
            Abi.uint("uint8", seat),
            new DynamicArray<>(Int64.class, List.of()),
            new DynamicArray<>(Uint64.class, List.of()),
            Abi.of(root),
            Abi.of(Digest.ZERO),
            Abi.of(SALT)));
  }

  /** Bound to the seat: copied to another it opens nothing. */
  Digest commitment(Digest task, int seat, Digest root) {
    Digest result = new AbiWriter(5).uint(0x60).uint(0x80).digest(root).uint(0).uint(0).hash();
    return new AbiWriter(6)
        .digest(task)
        .uint(seat)
        .digest(evaluator(task, seat))
        .digest(result)
        .digest(Digest.ZERO)
        .digest(SALT)
        .hash();
  }

  private Digest evaluator(Digest task, int seat) {
    return world
        .chain
        .ask(world.at.committee(), Abi.call("seatOf", Abi.of(task), Abi.uint("uint8", seat)))
        .getFirst();
  }

  private void committee(DrillNode who, String what, Type<?>... arguments) {
    world.chain.must(who.owner(), what, world.at.committee(), Abi.call(what, arguments));
  }
}
