package io.peerz.finetune.duty;

import io.peerz.proof.error.PeerzException;

/** Tells a job that cannot be played from a node that cannot play it. */
final class JobFault {
  private JobFault() {}

  /**
   * Whether the job's data or recipe is to blame.
   *
   * @param lastChance whether it is too late to ask for missing data again
   */
  static boolean is(PeerzException e, boolean lastChance) {
    return switch (e.code()) {
      case BAD_REQUEST -> true;
      case PEER_UNREACHABLE, PEER_MISBEHAVED -> lastChance;
      default -> false;
    };
  }
}
