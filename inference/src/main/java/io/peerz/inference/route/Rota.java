package io.peerz.inference.route;

import io.peerz.inference.route.ThroughputRoutes.Share;
import io.peerz.proof.id.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose turn it is among routes with shares: interleaved weighted round-robin. Each turn gives
 * every route its share as credit; the richest goes and pays the whole. After any number of turns
 * no route is a whole turn ahead of its share, and a strong route never goes often in a row where
 * weak ones wait. Shares may change from turn to turn. Thread-safe.
 */
public final class Rota {
  private final Map<List<Digest>, Double> credits = new HashMap<>();

  /** The next route; empty when there is none. */
  public synchronized Optional<Route> next(List<Share> shares) {
    credits.keySet().retainAll(shares.stream().map(Rota::key).toList());
    double whole = shares.stream().mapToDouble(Share::tokensPerSecond).sum();
    Share richest = null;
    for (Share share : shares) {
      double credit = credits.merge(key(share), share.tokensPerSecond() / whole, Double::sum);
      if (richest == null || credit > credits.get(key(richest))) {
        richest = share;
      }
    }
    if (richest == null) {
      return Optional.empty();
    }
    credits.merge(key(richest), -1.0, Double::sum);
    return Optional.of(richest.route());
  }

  private static List<Digest> key(Share share) {
    return share.route().hops().stream().map(hop -> hop.offer().nodeId()).toList();
  }
}
