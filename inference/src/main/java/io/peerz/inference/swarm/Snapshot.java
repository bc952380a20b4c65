package io.peerz.inference.swarm;

import io.peerz.inference.route.LinkTable;
import io.peerz.inference.route.Offer;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The swarm at one moment.
 *
 * @param links for a client that relays rows between hops
 * @param ages how old each node's measurement is; a node without one was never reached
 */
public record Snapshot(List<Offer> offers, LinkTable links, Map<Digest, Duration> ages) {
  public Snapshot {
    offers = List.copyOf(offers);
    ages = Map.copyOf(ages);
  }
}
