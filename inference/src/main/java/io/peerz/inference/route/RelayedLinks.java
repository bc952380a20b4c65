package io.peerz.inference.route;

import io.peerz.proof.id.Digest;
import java.util.Map;

/**
 * Links that all lead through the client; the bounds are the links themselves.
 *
 * @param toClientMicros one-way delay between the client and each node
 */
record RelayedLinks(Map<Digest, Long> toClientMicros) implements LinkTable {
  RelayedLinks {
    toClientMicros = Map.copyOf(toClientMicros);
  }

  @Override
  public long delayMicros(Digest from, Digest to) {
    return leg(from) + leg(to);
  }

  @Override
  public long leastMicrosInto(Digest to) {
    return leg(to);
  }

  @Override
  public long leastMicrosOutOf(Digest from) {
    return leg(from);
  }

  private long leg(Digest party) {
    return party.equals(CLIENT) ? 0 : toClientMicros.getOrDefault(party, UNKNOWN_MICROS);
  }
}
