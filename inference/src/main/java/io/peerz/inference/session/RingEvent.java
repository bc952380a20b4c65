package io.peerz.inference.session;

/** What the hops of a ring make the session's thread know. */
sealed interface RingEvent {
  /** The last hop sampled. */
  record Token(Drawn drawn) implements RingEvent {}

  /** A hop failed or lied. */
  record Failed(int hop, HopFailed reason) implements RingEvent {}

  /** A hop lives but does not reach the next one. */
  record LinkLost(int hop, String why) implements RingEvent {}
}
