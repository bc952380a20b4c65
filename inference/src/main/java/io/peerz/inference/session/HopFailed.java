package io.peerz.inference.session;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/** A node failed or lied; another may take its place. Never leaves this package. */
final class HopFailed extends Exception {
  private final PeerzException reason;

  HopFailed(PeerzException reason) {
    super(reason);
    this.reason = reason;
  }

  /** Interrupting the session's thread is no node's fault. */
  static HopFailed unlessCancelled(PeerzException e) {
    if (e.code() == ErrorCode.CANCELLED) {
      throw e;
    }
    return new HopFailed(e);
  }

  PeerzException reason() {
    return reason;
  }
}
