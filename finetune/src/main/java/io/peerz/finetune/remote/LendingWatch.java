package io.peerz.finetune.remote;

import io.peerz.proof.id.Address;

/** Hears who trains through lent layers. Called while a call is answered; must not block. */
public interface LendingWatch {
  /**
   * What each step of a session computes.
   *
   * @param rows of a batch
   * @param tokens of each row
   * @param rank of the adapter
   */
  record Shape(int rows, int tokens, int rank) {}

  /** A guest's first batch has come. */
  void began(Address guest);

  /** A step was taken; one that was taken back and taken again is told twice: it cost twice. */
  void stepped(Address guest, Shape shape);

  /** The session is over; not called for one that computed nothing. */
  void ended(Address guest, Shape shape, long steps);
}
