package io.peerz.devnet.bench.streams;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks for far more text than a socket holds and takes a little of it now and then, as a phone in a
 * tunnel does. Owned by the thread that opened it, which also closes it.
 */
final class SlowReader implements AutoCloseable {
  private static final int SOCKET_BYTES = 4096;
  private static final int SIP_BYTES = 1024;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Socket socket;
  private final Thread sipping;

  private SlowReader(Socket socket) {
    this.socket = socket;
    this.sipping = Thread.ofVirtual().name("slow-reader").unstarted(this::sip);
  }

  /** Sends its request and reads on until it is closed. */
  static SlowReader open(StoryReader stories, int seed) {
    URI address = stories.address();
    byte[] body =
        stories
            .body(
                Map.of("seed", seed, "stream", true, "n", 8, "logprobs", true, "top_logprobs", 20))
            .getBytes(StandardCharsets.UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(address.getPath(), address.getAuthority(), body.length);
    Socket socket = new Socket();
    try {
      socket.setReceiveBufferSize(SOCKET_BYTES);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()));
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.PEER_UNREACHABLE, "the gateway: " + e.getMessage(), e);
    }
    SlowReader reader = new SlowReader(socket);
    reader.sipping.start();
    return reader;
  }

  private void sip() {
    byte[] sip = new byte[SIP_BYTES];
    try {
      InputStream in = socket.getInputStream();
      while (in.read(sip) >= 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException closed) {
      // the measurement is over
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
      sipping.join();
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot close a reader: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
