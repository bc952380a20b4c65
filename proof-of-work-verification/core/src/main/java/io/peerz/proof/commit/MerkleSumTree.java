package io.peerz.proof.commit;

import static io.peerz.proof.error.ErrorCode.BAD_PROOF;
import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Commits to the receipts of a batch so that any point of the MAC axis can be opened: the leaves
 * tile [0, totalMacs), and an inflated total has points that no leaf covers.
 *
 * <p>Leaf keccak(0x00 ‖ receiptDigest ‖ sums), inner node keccak(0x01 ‖ left hash ‖ left sums ‖
 * right hash ‖ right sums); sums are all MACs and those on time, 16 big-endian bytes each; the odd
 * last node of a level is promoted unchanged. Leaves ascend strictly by receipt digest, so no
 * receipt counts twice.
 */
public final class MerkleSumTree {
  private static final byte[] LEAF = {0};
  private static final byte[] INNER = {1};
  private static final int MAX_DEPTH = 32;
  private static final int MAX_BITS = 128;

  /**
   * A receipt's EIP-712 digest, its cost, and whether its requester says that it came on time; a
   * receipt without cost has no point to open.
   */
  public record Leaf(Digest hash, BigInteger macs, boolean onTime) {
    public Leaf {
      Objects.requireNonNull(hash);
      Require.uint(BAD_REQUEST, "leaf macs", macs, 128);
      Require.that(macs.signum() > 0, BAD_REQUEST, "a leaf must have cost");
    }

    MacSums sums() {
      return MacSums.of(macs, onTime);
    }
  }

  /** The leaf that covers a point, with the siblings from the leaf up. */
  public record Opening(int leafIndex, Leaf leaf, List<SumNode> path) {
    public Opening {
      Objects.requireNonNull(leaf);
      path = List.copyOf(path);
      Require.range(BAD_PROOF, "path length", path.size(), 0, MAX_DEPTH);
    }
  }

  private record Node(Digest hash, MacSums sums) {
    SumNode asSibling(boolean isLeft) {
      return new SumNode(hash, sums, isLeft);
    }
  }

  private final List<Leaf> leaves;
  private final List<List<Node>> levels; // leaves first, root last

  private MerkleSumTree(List<Leaf> leaves) {
    this.leaves = leaves;
    this.levels = new ArrayList<>();
    levels.add(leaves.stream().map(MerkleSumTree::leafNode).toList());
    while (levels.getLast().size() > 1) {
      levels.add(parents(levels.getLast()));
    }
  }

  /** Builds the tree over at least one leaf, strictly ascending by receipt digest. */
  public static MerkleSumTree of(List<Leaf> leaves) {
    Require.that(!leaves.isEmpty(), BAD_REQUEST, "a batch needs at least one receipt");
    for (int i = 1; i < leaves.size(); i++) {
      Require.that(
          leaves.get(i - 1).hash().compareTo(leaves.get(i).hash()) < 0,
          BAD_REQUEST,
          "leaves must ascend strictly by receipt digest");
    }
    return new MerkleSumTree(List.copyOf(leaves));
  }

  public Digest root() {
    return levels.getLast().getFirst().hash();
  }

  public BigInteger totalMacs() {
    return sums().macs();
  }

  /** All MACs of the batch, and those on time. */
  public MacSums sums() {
    return levels.getLast().getFirst().sums();
  }

  /** Opens the leaf that covers {@code point}, which lies in [0, totalMacs). */
  public Opening open(BigInteger point) {
    Require.that(
        point.signum() >= 0 && point.compareTo(totalMacs()) < 0,
        BAD_REQUEST,
        "point lies outside the batch");
    int index = leafIndexOf(point);
    List<SumNode> path = new ArrayList<>();
    int position = index;
    for (List<Node> level : levels) {
      int sibling = position ^ 1;
      if (sibling < level.size()) {
        path.add(level.get(sibling).asSibling(sibling < position));
      }
      position /= 2;
    }
    return new Opening(index, leaves.get(index), path);
  }

  /** Whether the opening belongs to this root and these sums, and its leaf covers the point. */
  public static boolean verify(Digest root, MacSums total, BigInteger point, Opening opening) {
    Node node = leafNode(opening.leaf());
    BigInteger start = BigInteger.ZERO;
    for (SumNode sibling : opening.path()) {
      Node other = new Node(sibling.hash(), sibling.sums());
      if (node.sums().macs().add(other.sums().macs()).bitLength() > MAX_BITS) {
        return false;
      }
      start = sibling.isLeft() ? start.add(sibling.sums().macs()) : start;
      node = sibling.isLeft() ? inner(other, node) : inner(node, other);
    }
    boolean covered =
        start.compareTo(point) <= 0 && point.compareTo(start.add(opening.leaf().macs())) < 0;
    return covered && node.hash().equals(root) && node.sums().equals(total);
  }

  private int leafIndexOf(BigInteger point) {
    BigInteger end = BigInteger.ZERO;
    for (int i = 0; i < leaves.size(); i++) {
      end = end.add(leaves.get(i).macs());
      if (point.compareTo(end) < 0) {
        return i;
      }
    }
    throw new IllegalStateException("the leaves do not add up to their total");
  }

  private static List<Node> parents(List<Node> level) {
    List<Node> parents = new ArrayList<>((level.size() + 1) / 2);
    for (int i = 0; i + 1 < level.size(); i += 2) {
      parents.add(inner(level.get(i), level.get(i + 1)));
    }
    if (level.size() % 2 == 1) {
      parents.add(level.getLast());
    }
    return parents;
  }

  private static Node leafNode(Leaf leaf) {
    return new Node(Keccak.hash(LEAF, leaf.hash().bytes(), leaf.sums().bytes()), leaf.sums());
  }

  private static Node inner(Node left, Node right) {
    MacSums sums = left.sums().plus(right.sums());
    Digest hash =
        Keccak.hash(
            INNER,
            left.hash().bytes(),
            left.sums().bytes(),
            right.hash().bytes(),
            right.sums().bytes());
    return new Node(hash, sums);
  }
}
