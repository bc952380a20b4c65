package io.peerz.proof.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.commit.MerkleSumTree.Leaf;
import io.peerz.proof.commit.MerkleSumTree.Opening;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

class MerkleSumTreeProperties {
  @Property(tries = 100)
  void everyPointOpensAndVerifies(
      @ForAll @NotEmpty @Size(max = 12) List<@IntRange(min = 1, max = 9) Integer> macs) {
    MerkleSumTree tree = treeOf(macs);
    long leafStart = 0;
    int leaf = 0;
    for (long point = 0; point < tree.totalMacs().longValueExact(); point++) {
      if (point == leafStart + macs.get(leaf)) {
        leafStart += macs.get(leaf++);
      }
      Opening opening = tree.open(big(point));
      assertThat(opening.leafIndex()).isEqualTo(leaf);
      assertThat(verifies(tree, point, opening)).isTrue();
    }
  }

  @Property(tries = 100)
  void anOpeningIsWorthNothingAtAPointOfAnotherLeaf(
      @ForAll @NotEmpty @Size(max = 12) List<@IntRange(min = 1, max = 9) Integer> macs,
      @ForAll int first,
      @ForAll int second) {
    MerkleSumTree tree = treeOf(macs);
    long total = tree.totalMacs().longValueExact();
    Opening opening = tree.open(big(Math.floorMod(first, total)));
    long point = Math.floorMod(second, total);
    assertThat(verifies(tree, point, opening))
        .isEqualTo(tree.open(big(point)).leafIndex() == opening.leafIndex());
  }

  @Property(tries = 200)
  void aTamperedPathFails(
      @ForAll @Size(min = 2, max = 12) List<@IntRange(min = 1, max = 9) Integer> macs,
      @ForAll int at,
      @ForAll int step,
      @ForAll @IntRange(max = 2) int kind) {
    MerkleSumTree tree = treeOf(macs);
    long point = Math.floorMod(at, tree.totalMacs().longValueExact());
    Opening honest = tree.open(big(point));
    List<SumNode> path = new ArrayList<>(honest.path());
    int index = Math.floorMod(step, path.size());
    path.set(index, tampered(path.get(index), kind));
    assertThat(verifies(tree, point, new Opening(honest.leafIndex(), honest.leaf(), path)))
        .isFalse();
  }

  @Property(tries = 100)
  void anInflatedLeafOrTotalFails(
      @ForAll @NotEmpty @Size(max = 12) List<@IntRange(min = 1, max = 9) Integer> macs) {
    MerkleSumTree tree = treeOf(macs);
    Opening honest = tree.open(BigInteger.ZERO);
    Leaf inflated = new Leaf(honest.leaf().hash(), honest.leaf().macs().add(BigInteger.ONE), false);
    assertThat(verifies(tree, 0, new Opening(0, inflated, honest.path()))).isFalse();
    assertThat(
            MerkleSumTree.verify(
                tree.root(),
                new MacSums(tree.totalMacs().add(BigInteger.ONE), tree.sums().onTimeMacs()),
                BigInteger.ZERO,
                honest))
        .isFalse();
  }

  @Property(tries = 100)
  void whoCallsLateWorkPunctualMakesAnotherRootOrAnotherSum(
      @ForAll @NotEmpty @Size(max = 12) List<@IntRange(min = 1, max = 9) Integer> macs,
      @ForAll int at) {
    MerkleSumTree tree = treeOf(macs);
    long point = Math.floorMod(at, tree.totalMacs().longValueExact());
    Opening honest = tree.open(big(point));
    Leaf other = new Leaf(honest.leaf().hash(), honest.leaf().macs(), !honest.leaf().onTime());
    assertThat(verifies(tree, point, new Opening(honest.leafIndex(), other, honest.path())))
        .isFalse();
    BigInteger onTime = tree.sums().onTimeMacs();
    BigInteger lie = onTime.signum() > 0 ? BigInteger.ZERO : BigInteger.ONE;
    assertThat(
            MerkleSumTree.verify(
                tree.root(), new MacSums(tree.totalMacs(), lie), big(point), honest))
        .isFalse();
  }

  @Example
  void aSumHasNoMoreOnTimeThanAtAll() {
    assertThatThrownBy(() -> new MacSums(big(5), big(6))).isInstanceOf(PeerzException.class);
    assertThatThrownBy(() -> new MacSums(big(5), big(-1))).isInstanceOf(PeerzException.class);
  }

  @Example
  void sumsBeyond128BitsAreRefusedOnBothSides() {
    BigInteger max = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
    List<Leaf> leaves =
        IntStream.range(0, 2)
            .mapToObj(i -> hash(i))
            .sorted()
            .map(h -> new Leaf(h, max, false))
            .toList();
    assertThatThrownBy(() -> MerkleSumTree.of(leaves)).isInstanceOf(PeerzException.class);
    Opening hostile =
        new Opening(
            0, leaves.getFirst(), List.of(new SumNode(Digest.ZERO, MacSums.of(max, false), false)));
    assertThat(MerkleSumTree.verify(Digest.ZERO, MacSums.of(max, false), BigInteger.ZERO, hostile))
        .isFalse();
  }

  @Example
  void aReceiptCannotCountTwice() {
    Leaf leaf = new Leaf(hash(1), BigInteger.ONE, true);
    assertThatThrownBy(() -> MerkleSumTree.of(List.of(leaf, leaf)))
        .isInstanceOf(PeerzException.class);
  }

  @Example
  void emptyBatchesEmptyLeavesAndOutsidePointsAreRefused() {
    assertThatThrownBy(() -> MerkleSumTree.of(List.of())).isInstanceOf(PeerzException.class);
    assertThatThrownBy(() -> new Leaf(hash(1), BigInteger.ZERO, true))
        .isInstanceOf(PeerzException.class);
    MerkleSumTree tree = treeOf(List.of(3));
    assertThatThrownBy(() -> tree.open(big(3))).isInstanceOf(PeerzException.class);
    assertThatThrownBy(() -> tree.open(big(-1))).isInstanceOf(PeerzException.class);
  }

  private static SumNode tampered(SumNode node, int kind) {
    return switch (kind) {
      case 0 -> new SumNode(Keccak.hash(node.hash().bytes()), node.sums(), node.isLeft());
      case 1 ->
          new SumNode(
              node.hash(),
              new MacSums(node.sums().macs().add(BigInteger.ONE), node.sums().onTimeMacs()),
              node.isLeft());
      default -> new SumNode(node.hash(), node.sums(), !node.isLeft());
    };
  }

  private static boolean verifies(MerkleSumTree tree, long point, Opening opening) {
    return MerkleSumTree.verify(tree.root(), tree.sums(), big(point), opening);
  }

  private static MerkleSumTree treeOf(List<Integer> macs) {
    List<Digest> hashes = IntStream.range(0, macs.size()).mapToObj(i -> hash(i)).sorted().toList();
    return MerkleSumTree.of(
        IntStream.range(0, macs.size())
            .mapToObj(i -> new Leaf(hashes.get(i), big(macs.get(i)), i % 3 > 0))
            .toList());
  }

  private static Digest hash(int i) {
    return Keccak.hash("leaf " + i);
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }
}
