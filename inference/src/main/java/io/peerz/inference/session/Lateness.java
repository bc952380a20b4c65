package io.peerz.inference.session;

/**
 * Whether the chunks of one hop come within its promise, where the client carries the rows and so
 * sees each step begin and end. Owned by the session's thread.
 */
final class Lateness {
  private final Promise promise;
  private long takenNanos;
  private long allowedNanos;

  Lateness(Promise promise) {
    this.promise = promise;
  }

  /** A step of the present chunk took so long. */
  void step(int positions, long nanos) {
    long computing = positions > 1 ? promise.prefillNanos(positions) : promise.tokenNanos();
    takenNanos += nanos;
    allowedNanos += Promise.SLACK * computing + promise.roundTripNanos();
  }

  /** Judges the chunk; the next one begins. */
  boolean endChunk() {
    boolean onTime = takenNanos <= allowedNanos + Promise.GRACE_NANOS;
    takenNanos = 0;
    allowedNanos = 0;
    return onTime;
  }
}
