package io.peerz.proof.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Hex;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

class RowCommitmentProperties {
  @Property(tries = 300)
  void theLogIsAForestOfPerfectTrees(@ForAll @Size(max = 70) List<byte[]> rows) {
    assertThat(logOf(rows).root()).isEqualTo(rebuiltRoot(rows));
    assertThat(logOf(rows).size()).isEqualTo(rows.size());
  }

  @Property(tries = 300)
  void aLogThatContinuesFromAPrefixEndsLikeOneBuiltAtOnce(
      @ForAll @Size(max = 40) List<byte[]> rows, @ForAll @IntRange(max = 40) int cut) {
    int prefix = Math.min(cut, rows.size());
    RowLog start = logOf(rows.subList(0, prefix));
    Digest before = start.root();
    RowLog continued = start.copy();
    rows.subList(prefix, rows.size()).forEach(continued::append);
    assertThat(continued.root()).isEqualTo(logOf(rows).root());
    assertThat(start.root()).isEqualTo(before);
  }

  @Property(tries = 300)
  void everyPrefixHasItsOwnRoot(@ForAll @Size(max = 40) List<byte[]> rows) {
    RowLog log = new RowLog();
    Set<Digest> roots = new HashSet<>(Set.of(log.root()));
    for (byte[] row : rows) {
      log.append(row);
      assertThat(roots.add(log.root())).isTrue();
    }
  }

  @Property(tries = 300)
  void changingOneRowChangesBothRoots(
      @ForAll @NotEmpty @Size(max = 20) List<@NotEmpty byte[]> rows, @ForAll int which) {
    int index = Math.floorMod(which, rows.size());
    List<byte[]> changed = new ArrayList<>(rows);
    byte[] row = rows.get(index).clone();
    row[0] ^= 1;
    changed.set(index, row);
    assertThat(RowTree.rootOf(changed)).isNotEqualTo(RowTree.rootOf(rows));
    assertThat(logOf(changed).root()).isNotEqualTo(logOf(rows).root());
  }

  @Example
  void theOddLastNodeIsPromoted() {
    List<byte[]> rows = List.of(new byte[] {1}, new byte[] {2}, new byte[] {3});
    Digest left = Nodes.inner(Nodes.leaf(rows.get(0)), Nodes.leaf(rows.get(1)));
    assertThat(RowTree.rootOf(rows)).isEqualTo(Nodes.inner(left, Nodes.leaf(rows.get(2))));
  }

  @Example
  void anInnerNodeCannotPassForALeaf() {
    byte[] left = Nodes.leaf(new byte[] {1}).bytes();
    byte[] right = Nodes.leaf(new byte[] {2}).bytes();
    byte[] joined = ByteBuffer.allocate(64).put(left).put(right).array();
    assertThat(RowTree.rootOf(List.of(joined)))
        .isNotEqualTo(RowTree.rootOf(List.of(new byte[] {1}, new byte[] {2})));
  }

  @Example
  void rowsAreLittleEndianFloatsBitForBit() {
    float[] values = {9f, 1f, -0f, 9f};
    assertThat(Hex.encode(RowTree.rowOf(values, 1, 2))).isEqualTo("0x0000803f00000080");
  }

  @Example
  void nothingCannotBeCommittedTo() {
    assertThatThrownBy(() -> RowTree.rootOf(List.of())).isInstanceOf(PeerzException.class);
  }

  private static RowLog logOf(List<byte[]> rows) {
    RowLog log = new RowLog();
    rows.forEach(log::append);
    return log;
  }

  /** The definition, from scratch: cut the rows into powers of two, largest first. */
  private static Digest rebuiltRoot(List<byte[]> rows) {
    ByteBuffer preimage = ByteBuffer.allocate(1 + 8 + 32 * Long.bitCount(rows.size()));
    preimage.put((byte) 2).putLong(rows.size());
    int start = 0;
    for (int size = Integer.highestOneBit(rows.size()); size > 0; size >>= 1) {
      if ((rows.size() & size) != 0) {
        preimage.put(RowTree.rootOf(rows.subList(start, start + size)).bytes());
        start += size;
      }
    }
    return Keccak.hash(preimage.array());
  }
}
