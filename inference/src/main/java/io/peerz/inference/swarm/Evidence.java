package io.peerz.inference.swarm;

import io.peerz.inference.route.Hop;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How much later than claimed the answers over one route came. Not thread-safe. */
final class Evidence {
  /** Half of what is known is forgotten in so long: machines and loads change. */
  private static final Duration HALF_LIFE = Duration.ofMinutes(10);

  /** Answers beyond so many make it no surer. */
  private static final double MOST_WEIGHT = 16;

  /** A node's part of a route's layers. */
  record Part(Digest nodeId, double share) {}

  private final List<Part> parts;
  private double lateNanos;
  private double typicalNanos;
  private double weight;
  private Instant at = Instant.MIN;

  Evidence(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  static List<Part> partsOf(List<Hop> hops) {
    double layers = hops.stream().mapToInt(Hop::layers).sum();
    return hops.stream().map(hop -> new Part(hop.offer().nodeId(), hop.layers() / layers)).toList();
  }

  /**
   * One more answer; all times are of one token and layer.
   *
   * @param late beyond the nodes' claims, or negative
   * @param typical what a token was to take
   */
  void add(double late, double typical, Instant now) {
    double before = weight(now);
    lateNanos = (before * lateNanos + late) / (before + 1);
    typicalNanos = (before * typicalNanos + typical) / (before + 1);
    weight = Math.min(MOST_WEIGHT, before + 1);
    at = now;
  }

  List<Part> parts() {
    return parts;
  }

  double lateNanos() {
    return lateNanos;
  }

  double typicalNanos() {
    return typicalNanos;
  }

  /** In answers of now. */
  double weight(Instant now) {
    if (weight == 0) {
      return 0;
    }
    double halfLives = (double) Duration.between(at, now).toMillis() / HALF_LIFE.toMillis();
    return weight * Math.pow(0.5, Math.max(0, halfLives));
  }
}
