package io.peerz.inference.session;

/** Why an answer ended. */
public enum FinishReason {
  /** A stop token was drawn. */
  STOP,
  /** As many tokens as were asked for. */
  LENGTH,
  /** The listener wanted no more. */
  CANCELLED
}
