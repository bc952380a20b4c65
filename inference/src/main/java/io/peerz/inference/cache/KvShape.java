package io.peerz.inference.cache;

/** What one position costs in a shard's cache. */
public record KvShape(int layers, int kvHeads, int headDim) {
  public KvShape {
    if (layers <= 0 || kvHeads <= 0 || headDim <= 0) {
      throw new IllegalArgumentException("a KV shape has positive sizes");
    }
  }

  /** Length of the array of one layer's keys, or of its values. */
  int floats(int positions) {
    return Math.multiplyExact(Math.multiplyExact(kvHeads, headDim), positions);
  }

  /** Bytes of keys and values of that many positions. */
  public long bytes(int positions) {
    return 2L * layers * floats(positions) * Float.BYTES;
  }
}
