package io.peerz.devnet.cli;

import io.peerz.devnet.network.DevNetwork;

/** Ctrl-C must not leave a network behind. */
final class StopOnInterrupt {
  private StopOnInterrupt() {}

  static Thread guard(DevNetwork network) {
    Thread hook = new Thread(network::close, "stop-network");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  /** From here on the network shall outlive this process. */
  static void release(Thread hook) {
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
