package io.peerz.devnet.cli;

import io.peerz.devnet.network.DevNetwork;

/** Ctrl-C must not leave processes behind. */
final class StopOnInterrupt {
  private StopOnInterrupt() {}

  /**
   * @param last what is done when the network has stopped
   */
  static Thread guard(DevNetwork network, Runnable last) {
    return guard(
        () -> {
          network.close();
          last.run();
        });
  }

  /** The same for whatever else must be stopped. */
  static Thread guard(Runnable stop) {
    Thread hook = new Thread(stop, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  /**
   * From here on the network shall outlive this process, or was stopped already. False when the
   * process is ending and the hook runs.
   */
  static boolean release(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      return false;
    }
  }
}
