package io.peerz.proof.dispute;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;

/**
 * The steps of a shard's forward pass as a chain of digests; who agrees on one digest agrees on
 * every root before it. The same rules stand in LayerTrace.sol and Bisection.sol.
 */
public final class TraceChain {
  /** Steps of one layer. */
  public static final int STEPS = 13;

  private static final int WAYS = 16;
  private static final byte[] START = {0x10};
  private static final byte[] NEXT = {0x11};

  private TraceChain() {}

  /** The digest before the first step. */
  public static Digest start(Digest inDigest) {
    return Keccak.hash(START, inDigest.bytes());
  }

  public static Digest next(Digest digest, Digest root) {
    return Keccak.hash(NEXT, digest.bytes(), root.bytes());
  }

  /** Steps of a shard; the one with the head also draws tokens. */
  public static int steps(int layers, boolean withHead) {
    return layers * STEPS + (withHead ? 1 : 0);
  }

  /** Parts that one move cuts the steps {@code [lo, hi)} into. */
  public static int parts(int lo, int hi) {
    Require.that(lo < hi, ErrorCode.BAD_REQUEST, "there is no step between " + lo + " and " + hi);
    return Math.min(WAYS, hi - lo);
  }

  /** Where part {@code part} begins; the end is that of the next. */
  public static int boundary(int lo, int hi, int part) {
    return lo + Math.toIntExact((long) (hi - lo) * part / parts(lo, hi));
  }
}
