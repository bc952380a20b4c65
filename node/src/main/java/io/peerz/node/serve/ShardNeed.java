package io.peerz.node.serve;

import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/**
 * The memory that a shard needs, all of it in the Java heap.
 *
 * @param weightBytes of its layers, as they are loaded
 * @param cacheBytes that KV caches of sessions may take
 * @param prefixBytes that shared beginnings of prompts may take
 */
record ShardNeed(long weightBytes, long cacheBytes, long prefixBytes) {
  private static final long MIB = 1L << 20;

  /** Objects around the numbers, and room for the collector to work in. */
  private static final int SPARE_PERCENT = 10;

  static ShardNeed of(NodeSetup setup, ModelFolder model, int layerStart, int layerEnd) {
    return new ShardNeed(
        model.loadedBytes(layerStart, layerEnd), setup.cacheBytes(), setup.prefixBytes());
  }

  long bytes() {
    return weightBytes + weightBytes * SPARE_PERCENT / 100 + cacheBytes + prefixBytes;
  }

  /** Refuses a shard that is larger than the heap may become, before anything is loaded. */
  void requireFits(String shard, long heapBytes) {
    if (bytes() > heapBytes) {
      throw new PeerzException(
          ErrorCode.OUT_OF_MEMORY,
          ("%s need %d MiB: %d for weights with a tenth to spare, %d for KV caches, %d for shared"
                  + " beginnings of prompts; this process may use %d. Serve fewer layers (--layers),"
                  + " lower cache-mib, or start it with PEERZ_JAVA_OPTS=-Xmx%dm.")
              .formatted(
                  shard,
                  mib(bytes()),
                  mib(weightBytes + weightBytes * SPARE_PERCENT / 100),
                  mib(cacheBytes),
                  mib(prefixBytes),
                  heapBytes / MIB,
                  mib(bytes()) + mib(bytes()) / SPARE_PERCENT));
    }
  }

  private static long mib(long bytes) {
    return (bytes + MIB - 1) / MIB;
  }
}
