package io.peerz.node.finetune;

import io.peerz.finetune.duty.JobPlayer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays a node's duties until it is closed, on one virtual thread. A failure is tried again. */
final class RoundLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoundLoop.class);
  private static final long PAUSE_MILLIS = 400;
  private static final long TROUBLE_MILLIS = 2_000;
  private static final long STOP_MILLIS = 5_000;

  private final JobPlayer player;
  private final Thread thread;

  RoundLoop(JobPlayer player) {
    this.player = player;
    this.thread = Thread.ofVirtual().name("fine-tuning").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(pauseAfterTick());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long pauseAfterTick() {
    try {
      return player.tick() ? 0 : PAUSE_MILLIS;
    } catch (RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        LOG.warn("fine-tuning pauses: {}", e.getMessage(), e);
      }
      return TROUBLE_MILLIS;
    }
  }

  /** Steps are journalled, so stopping between any two loses nothing. */
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
