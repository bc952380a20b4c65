package io.peerz.finetune.round;

/**
 * When a round's phases begin, in seconds of chain time. A phase ends because time is up, never
 * because somebody is late, so no node can hold a round back.
 *
 * @param startSeconds when claiming begins
 * @param claimSeconds length of {@link RoundPhase#CLAIM}
 * @param trainSeconds length of {@link RoundPhase#TRAIN}
 * @param revealSeconds length of {@link RoundPhase#REVEAL}
 * @param evaluateSeconds length of {@link RoundPhase#EVALUATE}
 * @param revealMeasurementSeconds length of {@link RoundPhase#REVEAL_MEASUREMENT}
 */
public record RoundSchedule(
    long startSeconds,
    long claimSeconds,
    long trainSeconds,
    long revealSeconds,
    long evaluateSeconds,
    long revealMeasurementSeconds) {
  public RoundSchedule {
    long shortest =
        Math.min(
            Math.min(claimSeconds, trainSeconds),
            Math.min(revealSeconds, Math.min(evaluateSeconds, revealMeasurementSeconds)));
    if (startSeconds < 0 || shortest < 1) {
      throw new IllegalArgumentException("a round begins after 1970 and no phase is empty");
    }
  }

  /**
   * The phase at a time of the chain's clock; a phase's first second belongs to it, its end to the
   * next.
   */
  public RoundPhase at(long chainSeconds) {
    long left = chainSeconds - startSeconds;
    if (left < 0) {
      return RoundPhase.WAITING;
    }
    for (RoundPhase phase : RoundPhase.values()) {
      left -= seconds(phase);
      if (left < 0) {
        return phase;
      }
    }
    return RoundPhase.SETTLE;
  }

  /** When {@code phase} ends; {@link RoundPhase#SETTLE} has no end. */
  public long endSeconds(RoundPhase phase) {
    if (phase == RoundPhase.SETTLE) {
      return Long.MAX_VALUE;
    }
    long end = startSeconds;
    for (RoundPhase each : RoundPhase.values()) {
      end += seconds(each);
      if (each == phase) {
        break;
      }
    }
    return end;
  }

  private long seconds(RoundPhase phase) {
    return switch (phase) {
      case WAITING, SETTLE -> 0;
      case CLAIM -> claimSeconds;
      case TRAIN -> trainSeconds;
      case REVEAL -> revealSeconds;
      case EVALUATE -> evaluateSeconds;
      case REVEAL_MEASUREMENT -> revealMeasurementSeconds;
    };
  }
}
