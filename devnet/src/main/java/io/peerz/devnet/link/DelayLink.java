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
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port of this machine behind which another one seems far away: what goes in comes out as {@link
 * LinkTraits} say, in both directions, in order. It carries bytes and knows nothing of them, so TLS
 * runs through it end to end. While it is cut, bytes wait as they would for a lost route. Threads:
 * two virtual ones for each direction of a connection.
 */
public final class DelayLink implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final InetSocketAddress target;
  private volatile LinkTraits traits;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private DelayLink(InetSocketAddress target, LinkTraits traits, ServerSocket listener) {
    this.target = target;
    this.traits = traits;
    this.listener = listener;
  }

  /** Opens a loopback port that leads to {@code port} of this machine. */
  public static DelayLink to(int port, Duration oneWay) {
    return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LinkTraits.of(oneWay));
  }

  /** Opens a loopback port that leads to another address. */
  public static DelayLink to(InetSocketAddress target, LinkTraits traits) {
    try {
      InetAddress here = InetAddress.getLoopbackAddress();
      DelayLink link = new DelayLink(target, traits, new ServerSocket(0, BACKLOG, here));
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
  public synchronized void setOneWay(Duration delay) {
    traits = traits.withOneWay(delay);
  }

  /** The link behaves otherwise from now on. */
  public synchronized void setTraits(LinkTraits newTraits) {
    traits = newTraits;
  }

  /** From now on nothing passes, and nobody is told. */
  public synchronized void cut() {
    traits = traits.withCut(true);
  }

  /** What waited passes, and all that follows. */
  public synchronized void mend() {
    traits = traits.withCut(false);
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
      DelayLane.start(near.getInputStream(), far.getOutputStream(), shaper(), this::isCut, end);
      DelayLane.start(far.getInputStream(), near.getOutputStream(), shaper(), this::isCut, end);
    } catch (IOException refused) {
      end(near, far);
    }
  }

  private Shaper shaper() {
    return new Shaper(() -> traits, new SplittableRandom(), System.nanoTime());
  }

  private boolean isCut() {
    return traits.cut();
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
