package io.peerz.devnet.process;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * TCP ports of the loopback interface. A free port can be taken by another before it is used:
 * callers must cope.
 */
public final class Ports {
  private static final int FIRST = 20_000;
  private static final int END = 32_000;
  private static final int TRIES = 1_000;

  private Ports() {}

  /**
   * Below the ports that the operating system gives to outgoing connections, so that none of those
   * takes it before it is used.
   */
  public static int free() {
    for (int tried = 0; tried < TRIES; tried++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
    throw new PeerzException(
        ErrorCode.PORT_IN_USE,
        "no free TCP port found on the loopback interface; stop some of the programs that listen");
  }

  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** The wanted port when it is free, otherwise any free one. */
  public static int preferred(int wanted) {
    return isFree(wanted) ? wanted : free();
  }

  public static PeerzException inUse(String what, int port) {
    return new PeerzException(
        ErrorCode.PORT_IN_USE,
        what
            + " cannot listen on port "
            + port
            + ": already in use; stop the other program or choose another port");
  }
}
