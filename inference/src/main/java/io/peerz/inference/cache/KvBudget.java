package io.peerz.inference.cache;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all KV caches of one engine may hold together. Thread-safe. */
public final class KvBudget {
  private final long capacityBytes;
  private final AtomicLong usedBytes = new AtomicLong();

  public KvBudget(long capacityBytes) {
    if (capacityBytes <= 0) {
      throw new IllegalArgumentException("a KV budget must be positive, not " + capacityBytes);
    }
    this.capacityBytes = capacityBytes;
  }

  /** Reserves the bytes or throws a RESOURCE error that names the numbers. */
  void reserve(long bytes) {
    long before =
        usedBytes.getAndUpdate(used -> used + bytes > capacityBytes ? used : used + bytes);
    if (before + bytes > capacityBytes) {
      throw new PeerzException(
          ErrorCode.BUSY,
          "KV cache of "
              + bytes
              + " bytes does not fit: "
              + before
              + " of "
              + capacityBytes
              + " bytes are in use; retry later, ask for fewer positions, or raise the cache size.");
    }
  }

  void release(long bytes) {
    usedBytes.addAndGet(-bytes);
  }

  public long usedBytes() {
    return usedBytes.get();
  }

  public long capacityBytes() {
    return capacityBytes;
  }
}
