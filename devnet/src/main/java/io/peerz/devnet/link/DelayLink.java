package io.peerz.devnet.link;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A port of this machine behind which another one seems far away: what goes in comes out after a
 * one-way delay, in both directions, in order. It carries bytes and knows nothing of them, so TLS
 * runs through it end to end. While it is cut, bytes wait as they would for a lost route. Threads:
 * two virtual ones for each direction of a connection.
 */
public final class DelayLink implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final InetSocketAddress target;
  private volatile Duration oneWay;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean cut = new AtomicBoolean();

  private DelayLink(InetSocketAddress target, Duration oneWay, ServerSocket listener) {
    this.target = target;
    this.oneWay = oneWay;
    this.listener = listener;
  }

  /** Opens a loopback port that leads to {@code port} of this machine. */
  public static DelayLink to(int port, Duration oneWay) {
    try {
      InetAddress here = InetAddress.getLoopbackAddress();
      DelayLink link =
          new DelayLink(
              new InetSocketAddress(here, port), oneWay, new ServerSocket(0, BACKLOG, here));
      Thread.ofVirtual().start(link::accept);
      return link;
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot open a port for an emulated link: " + e.getMessage(), e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Bytes that come from now on take so long. */
  public void setOneWay(Duration delay) {
    oneWay = delay;
  }

  /** From now on nothing passes, and nobody is told. */
  public void cut() {
    cut.set(true);
  }

  /** What waited passes, and all that follows. */
  public void mend() {
    cut.set(false);
  }

  @Override
  public void close() {
    closeQuietly(listener);
    sockets.forEach(DelayLink::closeQuietly);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        Thread.ofVirtual().start(() -> join(near));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void join(Socket near) {
    sockets.add(near);
    Socket far = new Socket();
    sockets.add(far);
    try {
      far.setTcpNoDelay(true);
      near.setTcpNoDelay(true);
      far.connect(target);
      Runnable end = () -> end(near, far);
      DelayLane.start(
          near.getInputStream(), far.getOutputStream(), this::delayNanos, cut::get, end);
      DelayLane.start(
          far.getInputStream(), near.getOutputStream(), this::delayNanos, cut::get, end);
    } catch (IOException refused) {
      end(near, far);
    }
  }

  private long delayNanos() {
    return oneWay.toNanos();
  }

  private void end(Socket near, Socket far) {
    closeQuietly(near);
    closeQuietly(far);
    sockets.remove(near);
    sockets.remove(far);
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
