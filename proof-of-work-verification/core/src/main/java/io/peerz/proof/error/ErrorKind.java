package io.peerz.proof.error;

/**
 * Who has to act on a failure. The kind alone decides HTTP status, retry or reroute, and exit code.
 */
public enum ErrorKind {
  /** The request or the configuration is wrong: the caller must change it. */
  CALLER,
  /** Another node is absent, slow or dishonest: another route may work. */
  PEER,
  /** The chain refused or cannot be reached: nothing was settled. */
  LEDGER,
  /** This machine has no room now: the same request may work later. */
  RESOURCE,
  /** A broken promise of our own code. */
  BUG
}
