package io.peerz.finetune.duty;

/**
 * One part that a node plays in a round. A tick takes the next due step, if there is one; it may be
 * repeated at any time and after any crash. It blocks, so call it on a virtual thread; a {@code
 * PeerzException} means that the step could not be taken now.
 */
public interface RoundDuty {
  Progress tick(RoundNow now);
}
