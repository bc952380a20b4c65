package io.peerz.inference.cache;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/**
 * Keys and values of one session in the layers of one shard.
 *
 * <p>Layout per layer: keys (kvHead, position, headDim), values (kvHead, headDim, position). Values
 * are stored position-last so that the weighted sum over positions is the same contiguous dot
 * product as every other one. An engine that keeps them elsewhere extends this class and leaves the
 * arrays empty. Owned by one session; used by the engine's thread only, except for {@link #close},
 * which any thread may call once no step is under way.
 */
public class KvCache implements AutoCloseable {
  private final KvBudget budget;
  private final KvShape shape;
  private final int capacity;
  private final float[][] keys;
  private final float[][] values;
  private int length;
  private boolean closed;

  private KvCache(KvBudget budget, KvShape shape, int capacity, float[][] keys, float[][] values) {
    this.budget = budget;
    this.shape = shape;
    this.capacity = capacity;
    this.keys = keys;
    this.values = values;
  }

  /** For an engine that keeps keys and values elsewhere; reserves their bytes. */
  protected KvCache(KvBudget budget, KvShape shape, int capacity) {
    this(budget, shape, capacity, new float[0][], new float[0][]);
    budget.reserve(shape.bytes(capacity));
  }

  /** Reserves from the budget first; a refused reservation allocates nothing. */
  public static KvCache open(KvBudget budget, KvShape shape, int capacity) {
    long bytes = shape.bytes(capacity);
    budget.reserve(bytes);
    try {
      return new KvCache(budget, shape, capacity, arrays(shape, capacity), arrays(shape, capacity));
    } catch (OutOfMemoryError e) {
      budget.release(bytes);
      throw new PeerzException(
          ErrorCode.OUT_OF_MEMORY,
          "the heap has no room for a KV cache of "
              + bytes
              + " bytes; lower the cache size or raise -Xmx.",
          e);
    }
  }

  private static float[][] arrays(KvShape shape, int capacity) {
    return new float[shape.layers()][shape.floats(capacity)];
  }

  public KvShape shape() {
    return shape;
  }

  /** Positions that fit. */
  public int capacity() {
    return capacity;
  }

  /** Positions held; the next appended row gets this position. */
  public int length() {
    return length;
  }

  /** Forgets the positions from {@code newLength} on, for a session that steps back. */
  public void truncate(int newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IllegalArgumentException(
          "cannot truncate " + length + " positions to " + newLength);
    }
    length = newLength;
  }

  /** Makes {@code count} freshly written positions part of the cache; for the engine. */
  public void commit(int count) {
    if (count < 0 || count > capacity - length) {
      throw new IllegalArgumentException(count + " positions do not fit behind " + length);
    }
    length += count;
  }

  /** Keys of a layer counted from the shard's first; for the engine. */
  public float[] keys(int layer) {
    return keys[layer];
  }

  /** Values of a layer counted from the shard's first; for the engine. */
  public float[] values(int layer) {
    return values[layer];
  }

  /** Whether positions can be copied in and out. */
  public boolean isCopyable() {
    return keys.length > 0;
  }

  /**
   * Copies positions out.
   *
   * @param keyBlock (kvHeads, count, headDim)
   * @param valueBlock (kvHeads, headDim, count)
   */
  void read(int layer, int from, int count, float[] keyBlock, float[] valueBlock) {
    int headDim = shape.headDim();
    for (int head = 0; head < shape.kvHeads(); head++) {
      int at = (head * capacity + from) * headDim;
      System.arraycopy(keys[layer], at, keyBlock, head * count * headDim, count * headDim);
    }
    for (int i = 0; i < shape.kvHeads() * headDim; i++) {
      System.arraycopy(values[layer], i * capacity + from, valueBlock, i * count, count);
    }
  }

  /** Copies positions in, as {@link #read} gave them; {@link #commit} makes them count. */
  void write(int layer, int from, int count, float[] keyBlock, float[] valueBlock) {
    int headDim = shape.headDim();
    for (int head = 0; head < shape.kvHeads(); head++) {
      int at = (head * capacity + from) * headDim;
      System.arraycopy(keyBlock, head * count * headDim, keys[layer], at, count * headDim);
    }
    for (int i = 0; i < shape.kvHeads() * headDim; i++) {
      System.arraycopy(valueBlock, i * count, values[layer], i * capacity + from, count);
    }
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      free();
      budget.release(shape.bytes(capacity));
    }
  }

  /** Gives back memory that is not the heap's; called once. */
  protected void free() {}
}
