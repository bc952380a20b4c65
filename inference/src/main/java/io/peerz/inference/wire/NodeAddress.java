package io.peerz.inference.wire;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.Objects;

/** Where a node answers, and the TLS key that proves it is that node. */
public record NodeAddress(String host, int port, Digest spkiHash) {
  public NodeAddress {
    Require.that(!host.isBlank(), BAD_REQUEST, "a node address needs a host");
    Require.range(BAD_REQUEST, "port", port, 1, 0xffff);
    Objects.requireNonNull(spkiHash);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
