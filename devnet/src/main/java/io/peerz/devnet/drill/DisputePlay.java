package io.peerz.devnet.drill;

import io.peerz.audit.dispute.Prosecution;
import io.peerz.audit.dispute.ShardTrace;
import io.peerz.ledger.court.DotProofs;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.dispute.DotEvidence;
import io.peerz.proof.dispute.TraceChain;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import java.util.List;
import java.util.OptionalInt;
import org.web3j.abi.datatypes.Type;

/** Plays a whole dispute about a chunk on the chain: every move of both sides, and the jury's. */
final class DisputePlay {
  private final DrillWorld world;
  private final Jury jury;

  DisputePlay(DrillWorld world, Jury jury) {
    this.world = world;
    this.jury = jury;
  }

  /** Who disputes what. */
  record Dispute(
      SigningKey challenger, DrillNode defendant, WorkLog.Chunk chunk, ShardTrace claimed) {}

  /**
   * Plays until the verdict and says how it came about.
   *
   * @param aim the step that a challenger without a case attacks; empty for one that has a case
   */
  String play(Dispute d, OptionalInt aim) {
    Leaf leaf = narrow(d, aim);
    boolean linear = leaf.prosecution().isSettledOnChain(leaf.step(), d.chunk().receipt().tokens());
    show(d, leaf, linear);
    return linear ? compute(d, leaf, aim) : judge(d, leaf);
  }

  /** Plays until the jury is called and returns the dispute. */
  Digest untilJury(Dispute d) {
    Leaf leaf = narrow(d, OptionalInt.empty());
    show(d, leaf, false);
    callJury(d, leaf);
    return leaf.id();
  }

  /** One step that both sides have come down to. */
  private record Leaf(Digest id, Prosecution prosecution, int step) {}

  private Leaf narrow(Dispute d, OptionalInt aim) {
    Digest id = open(d);
    ShardTrace mine = ShardTrace.of(world.honest, d.chunk().evidence());
    Prosecution prosecution = new Prosecution(mine, world.model, 0, 2);
    int lo = 0;
    int hi = d.claimed().steps();
    List<Digest> shown = d.claimed().split(lo, hi);
    answer(d, id, shown);
    while (true) {
      int part = aim.isPresent() ? partOf(aim.getAsInt(), lo, hi) : prosecution.pick(lo, hi, shown);
      court(d.challenger(), "pick", Abi.of(id), Abi.of(shown), Abi.uint("uint8", part));
      int from = lo;
      lo = TraceChain.boundary(from, hi, part);
      hi = TraceChain.boundary(from, hi, part + 1);
      if (hi - lo == 1) {
        return new Leaf(id, prosecution, lo);
      }
      shown = d.claimed().split(lo, hi);
      court(d.defendant().signer(), "split", Abi.of(id), Abi.of(shown));
    }
  }

  private Digest open(Dispute d) {
    Digest subject = world.digest(d.chunk().receipt());
    court(
        d.challenger(),
        "openDispute",
        Abi.of(message(d)),
        Abi.of(d.defendant().signer().sign(subject).bytes()));
    return world
        .chain
        .ask(
            world.at.disputeCourt(),
            Abi.call("disputeIdOf", Abi.of(subject), Abi.of(d.challenger().address())))
        .getFirst();
  }

  private void answer(Dispute d, Digest id, List<Digest> shown) {
    int last = d.claimed().steps() - 1;
    court(
        d.defendant().signer(),
        "answer",
        Abi.of(id),
        Abi.of(message(d)),
        Abi.of(d.chunk().evidence().salt()),
        Abi.of(d.claimed().root(last)),
        Abi.of(d.claimed().digestBefore(last)),
        Abi.of(shown));
  }

  private void show(Dispute d, Leaf leaf, boolean linear) {
    court(
        d.defendant().signer(),
        "showLeaf",
        Abi.of(leaf.id()),
        Abi.of(message(d)),
        Abi.of(d.claimed().root(leaf.step())),
        Abi.of(linear ? RowTree.leaves(d.claimed().rows(leaf.step())) : List.of()));
  }

  private void callJury(Dispute d, Leaf leaf) {
    Digest root = d.claimed().root(leaf.step());
    court(d.challenger(), "callJury", Abi.of(leaf.id()), Abi.of(root), Abi.of(List.<Digest>of()));
  }

  private String judge(Dispute d, Leaf leaf) {
    callJury(d, leaf);
    jury.decide(leaf.id(), ShardTrace.of(world.honest, d.chunk().evidence()).root(leaf.step()));
    court(world.bank, "resolve", Abi.of(leaf.id()));
    return "a jury of seven replayed step " + leaf.step();
  }

  private String compute(Dispute d, Leaf leaf, OptionalInt aim) {
    List<byte[]> rows = d.claimed().rows(leaf.step());
    List<Digest> hashes = RowTree.leaves(rows);
    int row = aim.isPresent() ? 0 : leaf.prosecution().pickRow(leaf.step(), hashes);
    Type<?> index = Abi.uint("uint32", row);
    court(d.challenger(), "pickRow", Abi.of(leaf.id()), Abi.of(hashes), index);
    court(d.defendant().signer(), "showRow", Abi.of(leaf.id()), Abi.of(rows.get(row)), index);
    DotEvidence proof = leaf.prosecution().prove(leaf.step(), row, rows.get(row));
    court(
        d.challenger(),
        "computeElement",
        Abi.of(leaf.id()),
        Abi.of(message(d)),
        index,
        Abi.of(DotProofs.encode(proof)));
    return "one dot product of step " + leaf.step() + " on chain";
  }

  private static byte[] message(Dispute d) {
    return d.chunk().receipt().abiEncode();
  }

  private void court(SigningKey who, String move, Type<?>... arguments) {
    world.chain.must(who, move, world.at.disputeCourt(), Abi.call(move, arguments));
  }

  private static int partOf(int step, int lo, int hi) {
    int part = 0;
    while (TraceChain.boundary(lo, hi, part + 1) <= step) {
      part++;
    }
    return part;
  }
}
