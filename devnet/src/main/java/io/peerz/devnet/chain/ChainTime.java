package io.peerz.devnet.chain;

import io.peerz.proof.error.PeerzException;
import java.net.URI;
import java.util.concurrent.locks.LockSupport;

/**
 * The time of a development chain: where it can be told to pass, it is told; elsewhere one waits.
 * Blocking, one thread.
 */
public final class ChainTime implements AutoCloseable {
  private static final long LOOK_EVERY_NANOS = 200_000_000;

  private final JsonRpc rpc;
  private final boolean obedient;

  /** Of a chain that runs. */
  public ChainTime(URI address) {
    this.rpc = new JsonRpc(address);
    this.obedient = mines();
  }

  private boolean mines() {
    try {
      rpc.call("evm_mine");
      return true;
    } catch (PeerzException notThisChain) {
      return false;
    }
  }

  /** Whether time passes as it is told to. */
  public boolean obeys() {
    return obedient;
  }

  /** From now on each transaction gets its block at once, where the chain can do that. */
  public void mineAtOnce() {
    if (obedient) {
      rpc.call("evm_setAutomine", true);
    }
  }

  /** Seconds on the clock of the last block. */
  public long nowSeconds() {
    return Long.decode(
        rpc.call("eth_getBlockByNumber", "latest", false).path("timestamp").asString());
  }

  /** Goes on towards that time: all the way, or a moment where time goes its own way. */
  public void passTowards(long untilSeconds) {
    long missing = untilSeconds - nowSeconds();
    if (obedient && missing > 0) {
      rpc.call("evm_increaseTime", missing);
      rpc.call("evm_mine");
    } else {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  /** Goes on by so many blocks, or for a moment where blocks come by themselves. */
  public void passBlocks(long blocks) {
    if (obedient) {
      rpc.call("anvil_mine", "0x" + Long.toHexString(blocks));
    } else {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  @Override
  public void close() {
    rpc.close();
  }
}
