package io.peerz.finetune.remote;

import java.time.Duration;

/**
 * What a node lends at most.
 *
 * @param sessions open at once
 * @param positions of one batch
 * @param adapterElements of one session; each is kept about seven times while it is stepped
 * @param idle after so long without a call a session is dropped
 * @param transfer longest time that a request's parts may take to arrive, or a reply's to leave
 */
public record StageLimits(
    int sessions, int positions, long adapterElements, Duration idle, Duration transfer) {
  public static final StageLimits DEFAULT =
      new StageLimits(4, 16_384, 1 << 25, Duration.ofMinutes(5), Duration.ofMinutes(2));
}
