package io.peerz.node.court;

import io.peerz.proof.error.PeerzException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the same steps again and again on one virtual thread; what fails is tried again. */
final class LookLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LookLoop.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final long STOP_MILLIS = 5_000;

  private final String name;
  private final List<Runnable> steps;
  private final Thread thread;

  LookLoop(String name, Runnable... steps) {
    this.name = name;
    this.steps = List.of(steps);
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        steps.forEach(step -> attempt(name, step));
        Thread.sleep(LOOK_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void attempt(String name, Runnable step) {
    try {
      step.run();
    } catch (PeerzException e) {
      if (!Thread.currentThread().isInterrupted()) {
        LOG.warn("{} waits: {}", name, e.getMessage());
      }
    } catch (RuntimeException e) {
      LOG.error("a step of {} failed", name, e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
