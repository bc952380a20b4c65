package io.peerz.node.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what was opened and closes it in the reverse order, each thing once, whatever fails on
 * the way.
 */
public final class Closer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closer.class);

  private record Opened(String name, AutoCloseable thing) {}

  private final Deque<Opened> opened = new ArrayDeque<>();

  /** Remembers a thing and hands it back. */
  public synchronized <T extends AutoCloseable> T add(String name, T thing) {
    opened.push(new Opened(name, thing));
    return thing;
  }

  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      close(opened.pop());
    }
  }

  private static void close(Opened last) {
    try {
      last.thing().close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("closing the {} failed: {}", last.name(), e.getMessage());
    }
  }
}
