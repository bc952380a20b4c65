package io.peerz.devnet.cli;

import io.peerz.devnet.network.DevNetwork;

/** Ctrl-C must not leave a network behind. */
final class StopOnInterrupt {
  private StopOnInterrupt() {}

  /**
   * @param last what is done when the network has stopped
   */
  static Thread guard(DevNetwork network, Runnable last) {
    Runnable stop =
        () -> {
          network.close();
          last.run();
        };
    Thread hook = new Thread(stop, "stop-network");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  /** From here on the network shall outlive this process. */
  static void release(Thread hook) {
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
