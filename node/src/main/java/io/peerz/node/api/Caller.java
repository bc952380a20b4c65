package io.peerz.node.api;

/** Whoever waits for an answer. */
@FunctionalInterface
public interface Caller {
  /** True once the connection is closed: nobody reads the answer any more. */
  boolean gone();
}
