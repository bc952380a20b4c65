package io.peerz.devnet.chain;

import io.peerz.devnet.process.ProcessRecord;
import java.net.URI;
import java.util.List;

/**
 * A real EVM chain for a developer's network, a demo or a test. All of them know the same chain id
 * and fund the same accounts.
 *
 * <p>Every method blocks; an instance belongs to one thread.
 */
public interface DevChain extends AutoCloseable {
  /** One line for people: which chain this is. */
  String description();

  /** Returns once the chain makes blocks; starts from its old data where there is some. */
  void start();

  /** JSON-RPC over HTTP; known after {@link #start}. */
  URI rpc();

  /** Orderly end; nothing that was mined is lost. Does nothing when not running. */
  void stop();

  /** Ends every process at once, as a power cut would. */
  void kill();

  /**
   * The processes behind this chain, so that a later program can stop them; none for a chain that
   * somebody else runs.
   */
  List<ProcessRecord> processes();

  @Override
  default void close() {
    stop();
  }
}
