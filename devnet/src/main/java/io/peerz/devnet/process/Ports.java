package io.peerz.devnet.process;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * TCP ports of the loopback interface. A free port can be taken by another before it is used:
 * callers must cope.
 */
public final class Ports {
  private Ports() {}

  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "no free TCP port on the loopback interface: " + e.getMessage(), e);
    }
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
