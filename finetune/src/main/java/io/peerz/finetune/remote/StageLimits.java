package io.peerz.finetune.remote;

import java.time.Duration;

/**
 * What a node lends at most.
 *
 * @param sessions open at once; each guest has one
 * @param sessionBytes memory that one session may need, by {@link StageMemory}'s estimate
 * @param idle after so long without a call a session is dropped
 * @param transfer longest time that a request's parts may take to arrive, or a reply's to leave
 */
public record StageLimits(int sessions, long sessionBytes, Duration idle, Duration transfer) {
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final Duration TRANSFER = Duration.ofMinutes(2);

  /** With the usual patience. */
  public StageLimits(int sessions, long sessionBytes) {
    this(sessions, sessionBytes, IDLE, TRANSFER);
  }
}
