package io.peerz.finetune.data;

import io.peerz.proof.commit.RowTree;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A job's examples in the order of their hashes under the job's seed, cut into a part to train on
 * and a part to measure with. Equal examples fall on the same side, so nothing measured was trained
 * on. Both Merkle roots go on chain.
 *
 * @param train to train on
 * @param heldOut to measure with
 */
public record DatasetSplit(List<TokenizedExample> train, List<TokenizedExample> heldOut) {
  private static final int HELD_OUT_ONE_IN = 10;
  private static final int MIN_HELD_OUT = 8;
  private static final int MIN_EXAMPLES = 20;

  private record Hashed(Digest hash, TokenizedExample example) {}

  public DatasetSplit {
    train = List.copyOf(train);
    heldOut = List.copyOf(heldOut);
  }

  /** Splits {@code examples} by {@code seed}; duplicates count once. */
  public static DatasetSplit of(List<TokenizedExample> examples, Digest seed) {
    List<Hashed> order =
        examples.stream()
            .map(e -> new Hashed(Keccak.hash(seed.bytes(), bytes(e)), e))
            .sorted(Comparator.comparing(Hashed::hash))
            .toList();
    List<TokenizedExample> distinct = distinct(order);
    Require.that(
        distinct.size() >= MIN_EXAMPLES,
        ErrorCode.BAD_REQUEST,
        "the data holds %d different examples; %d are needed to train on some and measure with others"
            .formatted(distinct.size(), MIN_EXAMPLES));
    int heldOut = Math.max(MIN_HELD_OUT, distinct.size() / HELD_OUT_ONE_IN);
    return new DatasetSplit(
        distinct.subList(heldOut, distinct.size()), distinct.subList(0, heldOut));
  }

  private static List<TokenizedExample> distinct(List<Hashed> order) {
    List<TokenizedExample> distinct = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      if (i == 0 || !order.get(i).hash().equals(order.get(i - 1).hash())) {
        distinct.add(order.get(i).example());
      }
    }
    return distinct;
  }

  public Digest trainRoot() {
    return root(train);
  }

  public Digest heldOutRoot() {
    return root(heldOut);
  }

  private static Digest root(List<TokenizedExample> examples) {
    return RowTree.rootOf(examples.stream().map(DatasetSplit::bytes).toList());
  }

  /** Each token as four bytes, the learned ones with the sign bit set. */
  private static byte[] bytes(TokenizedExample example) {
    ByteBuffer out = ByteBuffer.allocate(Integer.BYTES * example.length());
    for (int i = 0; i < example.length(); i++) {
      out.putInt(example.tokens()[i] | (example.learned()[i] ? Integer.MIN_VALUE : 0));
    }
    return out.array();
  }
}
