package io.peerz.inference.session;

import static io.peerz.proof.error.ErrorCode.BAD_CONFIG;

import io.peerz.inference.wire.Protocol;
import io.peerz.proof.error.Require;
import java.time.Duration;

/**
 * How a client walks a route.
 *
 * @param stepTimeout longest wait for the answer to one step
 * @param prefillStepPositions prompt positions sent in one step
 * @param chunkTokens generated tokens that one receipt covers
 * @param busyRetries how often a step is sent again to a node whose queue is full
 * @param maxDrafts how many tokens the first hop of a ring may guess ahead; 0 for none
 * @param ring whether hops push rows to each other; else, and where they cannot, the client relays
 */
public record SessionConfig(
    Duration stepTimeout,
    int prefillStepPositions,
    int chunkTokens,
    int busyRetries,
    int maxDrafts,
    boolean ring) {
  public SessionConfig {
    Require.range(BAD_CONFIG, "session.stepTimeout ms", stepTimeout.toMillis(), 1, 3_600_000);
    Require.range(
        BAD_CONFIG,
        "session.prefillStepPositions",
        prefillStepPositions,
        1,
        Protocol.MAX_STEP_POSITIONS);
    Require.range(BAD_CONFIG, "session.chunkTokens", chunkTokens, 1, 64);
    Require.range(BAD_CONFIG, "session.busyRetries", busyRetries, 0, 1_000);
    Require.range(BAD_CONFIG, "session.maxDrafts", maxDrafts, 0, Protocol.MAX_DRAFTS);
  }

  /** 30 seconds, 256 positions, 32 tokens, 20 retries, 8 guesses, in a ring. */
  public static SessionConfig defaults() {
    return new SessionConfig(Duration.ofSeconds(30), 256, 32, 20, 8, true);
  }

  public SessionConfig withStepTimeout(Duration timeout) {
    return new SessionConfig(
        timeout, prefillStepPositions, chunkTokens, busyRetries, maxDrafts, ring);
  }

  public SessionConfig withMaxDrafts(int most) {
    return new SessionConfig(
        stepTimeout, prefillStepPositions, chunkTokens, busyRetries, most, ring);
  }

  /** A receipt, and a voucher for it, every so many tokens. */
  public SessionConfig withChunkTokens(int tokens) {
    return new SessionConfig(
        stepTimeout, prefillStepPositions, tokens, busyRetries, maxDrafts, ring);
  }

  /** The client carries rows from hop to hop itself. */
  public SessionConfig withRelay() {
    return new SessionConfig(
        stepTimeout, prefillStepPositions, chunkTokens, busyRetries, maxDrafts, false);
  }
}
