package io.peerz.node.cli;

import java.util.concurrent.CountDownLatch;

/** Keeps a long-running command going until the process is told to stop, then closes it. */
public final class UntilStopped {
  private UntilStopped() {}

  /** Returns never by itself: SIGTERM or Ctrl-C closes the things, first to last, and ends. */
  public static void hold(AutoCloseable... things) {
    Thread closing =
        new Thread(
            () -> {
              for (AutoCloseable thing : things) {
                close(thing);
              }
            },
            "closing");
    Runtime.getRuntime().addShutdownHook(closing);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(AutoCloseable thing) {
    try {
      thing.close();
    } catch (Exception e) {
      System.err.println("stopping failed: " + e.getMessage());
    }
  }
}
