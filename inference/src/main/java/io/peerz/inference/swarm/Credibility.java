package io.peerz.inference.swarm;

import io.peerz.inference.route.Hop;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.ServiceTime;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much slower nodes are than they say. After each answer the client compares the time of a
 * token with what the nodes promised; the surplus falls on all layers of the route alike, so who
 * claimed least gains most by it, and who was only in slow company is cleared by the answers that
 * come in time. A node that claims a tenth of the time it takes gains a few requests and then loses
 * them. Latency needs no such book: the client measures it itself. Thread-safe.
 */
final class Credibility {
  /** Weight of the newest answer. */
  private static final double GAIN = 0.3;

  /** Half of what is known is forgotten in so long: machines and loads change. */
  private static final Duration HALF_LIFE = Duration.ofMinutes(10);

  /** Nanoseconds per layer and token on top of a claim, as they were at a moment. */
  private record Surplus(double nanos, Instant at) {
    double nanosAt(Instant now) {
      double halfLives = (double) Duration.between(at, now).toMillis() / HALF_LIFE.toMillis();
      return nanos * Math.pow(0.5, Math.max(0, halfLives));
    }
  }

  private final Map<Digest, Surplus> surpluses = new HashMap<>();

  /**
   * An answer is complete.
   *
   * @param hops with offers as they were believed
   * @param promised one token over these hops, by these offers and the measured links
   * @param measured what the client saw
   */
  synchronized void observed(List<Hop> hops, Duration promised, Duration measured, Instant now) {
    int layers = hops.stream().mapToInt(Hop::layers).sum();
    double perLayer = (double) measured.minus(promised).toNanos() / layers;
    for (Hop hop : hops) {
      Digest nodeId = hop.offer().nodeId();
      double next = nanos(nodeId, now) + GAIN * perLayer;
      surpluses.put(nodeId, new Surplus(Math.clamp(next, 0, ServiceTime.MAX_NANOS), now));
    }
  }

  /** The offer as it is to be believed; what nobody claimed stays unknown. */
  synchronized Offer believed(Offer offer, Instant now) {
    long surplus = Math.round(nanos(offer.nodeId(), now));
    ServiceTime claimed = offer.service();
    return offer.withService(
        new ServiceTime(
            more(claimed.prefillNanosPerLayerToken(), surplus),
            more(claimed.decodeNanosPerLayerToken(), surplus),
            claimed.queuedTokens()));
  }

  private double nanos(Digest nodeId, Instant now) {
    Surplus known = surpluses.get(nodeId);
    return known == null ? 0 : known.nanosAt(now);
  }

  private static long more(long claimed, long surplus) {
    return claimed == 0 ? 0 : Math.min(ServiceTime.MAX_NANOS, claimed + surplus);
  }
}
