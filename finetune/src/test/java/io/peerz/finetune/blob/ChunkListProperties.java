package io.peerz.finetune.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.commit.RowTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ChunkListProperties {
  @Property(tries = 60)
  void aBlobsNameIsTheRowTreeRootOfItsChunks(
      @ForAll @IntRange(min = 1, max = 400_000) int size, @ForAll long seed) {
    byte[] blob = Blobs.random(size, seed);
    List<byte[]> rows = new ArrayList<>();
    for (int from = 0; from < size; from += ChunkList.CHUNK_BYTES) {
      rows.add(Arrays.copyOfRange(blob, from, Math.min(size, from + ChunkList.CHUNK_BYTES)));
    }

    ChunkList list = ChunkList.of(blob);

    assertThat(list.root()).isEqualTo(RowTree.rootOf(rows));
    assertThat(ChunkList.decode(list.encode())).isEqualTo(list);
  }

  @Property(tries = 60)
  void anyFlippedBitChangesTheName(
      @ForAll @IntRange(min = 1, max = 200_000) int size, @ForAll long seed) {
    byte[] blob = Blobs.random(size, seed);
    byte[] flipped = blob.clone();
    Random random = new Random(seed);
    flipped[random.nextInt(size)] ^= (byte) (1 << random.nextInt(8));

    assertThat(ChunkList.of(flipped).root()).isNotEqualTo(ChunkList.of(blob).root());
  }
}
