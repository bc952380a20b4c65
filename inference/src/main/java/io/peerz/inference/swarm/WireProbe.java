package io.peerz.inference.swarm;

import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.NodeDescription;
import io.peerz.inference.wire.ShardClients;
import java.time.Duration;

/** Asks over the connection that sessions will use. */
public final class WireProbe implements NodeProbe {
  private static final long NANOS_PER_MICRO = 1_000;

  private final ShardClients clients;
  private final Duration timeout;

  public WireProbe(ShardClients clients, SwarmConfig config) {
    this.clients = clients;
    this.timeout = config.describeTimeout();
  }

  @Override
  public Echo ask(NodeAddress node, boolean first) {
    if (first) {
      clients.describe(node, timeout); // pays for the handshake
    }
    long start = System.nanoTime();
    NodeDescription description = clients.describe(node, timeout);
    return new Echo(description, (System.nanoTime() - start) / NANOS_PER_MICRO);
  }
}
