package io.peerz.node.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts services in the given order and stops the started ones in reverse. Owned by one thread at
 * a time; a failed start stops what had started and passes the failure on.
 */
public final class Services implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Services.class);

  private final List<Service> services;
  private final Deque<Service> started = new ArrayDeque<>();

  public Services(List<Service> services) {
    this.services = List.copyOf(services);
  }

  public synchronized void start() {
    for (Service service : services) {
      started.push(service);
      try {
        service.start();
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }
  }

  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      Service service = started.pop();
      try {
        service.stop();
      } catch (RuntimeException e) {
        LOG.warn("stopping {} failed: {}", service.name(), e.getMessage());
      }
    }
  }
}
