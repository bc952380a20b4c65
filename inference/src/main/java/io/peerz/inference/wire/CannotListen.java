package io.peerz.inference.wire;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.net.BindException;

/** What a server says that cannot have its port. */
public final class CannotListen {
  private CannotListen() {}

  /** PORT_IN_USE where that is the reason, otherwise IO. */
  public static PeerzException on(String host, int port, Throwable cause) {
    return new PeerzException(
        cause instanceof BindException ? ErrorCode.PORT_IN_USE : ErrorCode.IO,
        "cannot listen on %s:%d: %s; stop what uses the port or choose another one"
            .formatted(host, port, cause.getMessage()),
        cause);
  }
}
