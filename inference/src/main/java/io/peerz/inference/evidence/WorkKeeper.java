package io.peerz.inference.evidence;

/** Takes what a node must be able to show of its work later. */
@FunctionalInterface
public interface WorkKeeper {
  /** Of a node that nobody can accuse, because it works without a chain. */
  WorkKeeper NONE = chunk -> {};

  /**
   * Keeps a chunk; called before its receipt leaves the process. Blocks until it is on disk.
   *
   * @throws io.peerz.proof.error.PeerzException if it cannot be kept; then the receipt must not
   *     leave
   */
  void keep(KeptChunk chunk);
}
