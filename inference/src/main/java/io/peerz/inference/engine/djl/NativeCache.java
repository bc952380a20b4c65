package io.peerz.inference.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.peerz.inference.cache.KvBudget;
import io.peerz.inference.cache.KvCache;
import io.peerz.inference.cache.KvShape;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * A cache outside the heap, where the runtime writes keys and values in place. Per layer each is
 * (1, kvHeads, capacity, headDim) float32.
 */
final class NativeCache extends KvCache {
  private static final long ALIGNMENT = 64;

  private final Arena arena = Arena.ofShared();
  private final NDManager arrays;
  private final NDArray[] keys;
  private final NDArray[] values;

  private NativeCache(KvBudget budget, KvShape shape, int capacity, NDManager manager) {
    super(budget, shape, capacity);
    this.arrays = manager.newSubManager();
    this.keys = new NDArray[shape.layers()];
    this.values = new NDArray[shape.layers()];
  }

  /** Reserves from the budget first; a refused reservation allocates nothing. */
  static NativeCache open(KvBudget budget, KvShape shape, int capacity, NDManager manager) {
    NativeCache cache = new NativeCache(budget, shape, capacity, manager);
    try {
      cache.allocate();
      return cache;
    } catch (OutOfMemoryError e) {
      cache.close();
      throw new PeerzException(
          ErrorCode.OUT_OF_MEMORY,
          "the machine has no room for a KV cache of "
              + shape.bytes(capacity)
              + " bytes; lower the cache size.",
          e);
    }
  }

  private void allocate() {
    MemorySegment memory = arena.allocate(shape().bytes(capacity()), ALIGNMENT);
    long each = shape().bytes(capacity()) / (2L * shape().layers());
    Shape array = new Shape(1, shape().kvHeads(), capacity(), shape().headDim());
    for (int layer = 0; layer < shape().layers(); layer++) {
      keys[layer] = array(memory.asSlice(2L * layer * each, each), array);
      values[layer] = array(memory.asSlice((2L * layer + 1) * each, each), array);
    }
  }

  private NDArray array(MemorySegment slice, Shape array) {
    return arrays.create(
        slice.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer(),
        array,
        DataType.FLOAT32);
  }

  /** Keys of a layer counted from the shard's first, under the name that a lane has for them. */
  NDArray keys(int layer, String name) {
    keys[layer].setName(name);
    return keys[layer];
  }

  NDArray values(int layer, String name) {
    values[layer].setName(name);
    return values[layer];
  }

  @Override
  protected void free() {
    arrays.close();
    arena.close();
  }
}
