package io.peerz.inference.cache;

import io.peerz.proof.id.Digest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys, values and output rows of prompts' beginnings, for sessions that begin the same. They are
 * kept in blocks of some positions, each under a key that names all positions up to its end; a
 * session gets copies, which it may write behind. When the bytes are used up, the blocks that were
 * of no use for longest go. Owned by the engine's thread.
 */
public final class PrefixCache {
  /** Positions of a block. */
  public static final int BLOCK = 32;

  /** What one block holds: keys and values by layer, and the rows that came out. */
  private static final class Block {
    private final float[][] keys;
    private final float[][] values;
    private final float[] rows;

    private Block(int layers, int floats, int rowFloats) {
      keys = new float[layers][floats];
      values = new float[layers][floats];
      rows = new float[rowFloats];
    }
  }

  private final long capacityBytes;
  private final int width;
  private final Map<Digest, Block> blocks = new LinkedHashMap<>(16, 0.75f, true);
  private long usedBytes;
  private long restoredPositions;

  /**
   * @param capacityBytes zero keeps nothing
   * @param width of an output row
   */
  public PrefixCache(long capacityBytes, int width) {
    this.capacityBytes = capacityBytes;
    this.width = width;
  }

  /**
   * Copies the known blocks that come next behind what a cache holds.
   *
   * @param keys of the prompt's blocks from its beginning
   * @param rows receives the output rows of the restored positions
   * @return how many positions that are
   */
  public int restore(List<Digest> keys, KvCache cache, float[] rows) {
    int start = cache.length();
    if (!cache.isCopyable() || start % BLOCK != 0) {
      return 0;
    }
    int first = start / BLOCK;
    int most = Math.min(keys.size(), cache.capacity() / BLOCK);
    int end = first;
    while (end < most && blocks.containsKey(keys.get(end))) {
      end++;
    }
    for (int i = first; i < end; i++) {
      Block block = blocks.get(keys.get(i));
      for (int layer = 0; layer < block.keys.length; layer++) {
        cache.write(layer, i * BLOCK, BLOCK, block.keys[layer], block.values[layer]);
      }
      System.arraycopy(block.rows, 0, rows, (i - first) * BLOCK * width, BLOCK * width);
    }
    touch(keys, end);
    int positions = (end - first) * BLOCK;
    cache.commit(positions);
    restoredPositions += positions;
    return positions;
  }

  /**
   * Keeps the blocks that a step added to a prompt; of one that is too long, as many from its
   * beginning as there are bytes for.
   *
   * @param prompt keys of the blocks so far
   * @param posStart where the step began
   * @param rows the step's output rows
   */
  public void remember(List<Digest> prompt, int posStart, KvCache cache, float[] rows) {
    if (!cache.isCopyable()) {
      return;
    }
    long blockBytes = cache.shape().bytes(BLOCK) + (long) Float.BYTES * BLOCK * width;
    int most = (int) Math.min(prompt.size(), capacityBytes / blockBytes);
    List<Digest> keys = prompt.subList(0, most);
    touch(keys, Math.min(posStart / BLOCK, most));
    for (int i = posStart / BLOCK; i < most; i++) {
      if (!blocks.containsKey(keys.get(i))) {
        makeRoom(blockBytes);
        int row = (i * BLOCK - posStart) * width;
        if (!keep(keys.get(i), cache, i * BLOCK, rows, row)) {
          return;
        }
        usedBytes += blockBytes;
      }
    }
    touch(keys, keys.size());
  }

  /** Uses blocks from the last to the first, so that none is forgotten before what follows it. */
  private void touch(List<Digest> keys, int end) {
    for (int i = end - 1; i >= 0; i--) {
      blocks.get(keys.get(i));
    }
  }

  /** Where the heap is full, what is only of use makes room for what is needed. */
  private boolean keep(Digest key, KvCache cache, int from, float[] rows, int row) {
    try {
      blocks.put(key, copy(cache, from, rows, row));
      return true;
    } catch (OutOfMemoryError _) {
      blocks.clear();
      usedBytes = 0;
      return false;
    }
  }

  private Block copy(KvCache cache, int from, float[] rows, int row) {
    int layers = cache.shape().layers();
    int floats = cache.shape().floats(BLOCK);
    Block block = new Block(layers, floats, BLOCK * width);
    for (int layer = 0; layer < layers; layer++) {
      cache.read(layer, from, BLOCK, block.keys[layer], block.values[layer]);
    }
    System.arraycopy(rows, row, block.rows, 0, BLOCK * width);
    return block;
  }

  private void makeRoom(long bytes) {
    for (Iterator<Block> oldest = blocks.values().iterator();
        usedBytes + bytes > capacityBytes && oldest.hasNext(); ) {
      oldest.next();
      oldest.remove();
      usedBytes -= bytes;
    }
  }

  public long usedBytes() {
    return usedBytes;
  }

  /** Positions that were copied instead of computed, so far. */
  public long restoredPositions() {
    return restoredPositions;
  }
}
