package io.peerz.inference.session;

import io.peerz.proof.error.PeerzException;
import java.util.Set;

/** A ring cannot go on. Never leaves this package. */
final class RingBroken extends Exception {
  private final transient Set<Integer> hops;
  private final boolean alive;
  private final PeerzException reason;

  /**
   * @param hops who is to be replaced
   * @param alive whether they still answer, so that the client may relay where nobody stands by
   */
  RingBroken(Set<Integer> hops, boolean alive, PeerzException reason) {
    super(reason);
    this.hops = Set.copyOf(hops);
    this.alive = alive;
    this.reason = reason;
  }

  Set<Integer> hops() {
    return hops;
  }

  boolean alive() {
    return alive;
  }

  PeerzException reason() {
    return reason;
  }
}
