package io.peerz.node.lifecycle;

/** A part of a process that runs until it is stopped. Both methods block until done. */
public interface Service {
  /** The name an operator reads when starting or stopping fails. */
  String name();

  void start();

  /** Stops what {@link #start} began; safe to call when it never ran, and twice. */
  void stop();
}
