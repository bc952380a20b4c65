package io.peerz.inference.swarm;

import io.peerz.inference.route.Hop;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.ServiceTime;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much slower nodes are than they say. A client sees only how late a whole answer came, so it
 * looks for the smallest surpluses of single nodes that explain the answers of late: least squares
 * with a price on every surplus, none of them negative (the lasso). Who takes part in answers that
 * come in time is cleared, and the blame for the others falls on those who are left; who is late in
 * ever new company is soon alone with it. A claimed latency that is not true shows in the same way.
 * Thread-safe.
 */
final class Credibility {
  /** Being so much later than promised is ordinary: other work, a busy link. */
  private static final double ORDINARY = 0.1;

  /** Price of a surplus, of what a token usually takes; whoever can do without is not blamed. */
  private static final double PRICE = 0.02;

  /** Keeps a surplus defined where all evidence of a node has faded. */
  private static final double FAINT = 1e-3;

  private static final int SWEEPS = 50;
  private static final int MOST_ROUTES = 128;
  private static final Duration SOLVE_AGAIN_AFTER = Duration.ofSeconds(30);

  private final Map<List<Evidence.Part>, Evidence> routes = new LatestRoutes();
  private Map<Digest, Double> surplusNanos = Map.of();
  private Instant solvedAt = Instant.EPOCH;

  /**
   * An answer is complete.
   *
   * @param hops with offers as they were believed
   * @param promised one token over these hops, by these offers and the measured links
   * @param measured what the client saw
   */
  synchronized void observed(List<Hop> hops, Duration promised, Duration measured, Instant now) {
    int layers = hops.stream().mapToInt(Hop::layers).sum();
    double late = (double) measured.minus(promised).toNanos() / layers;
    double typical = (double) promised.toNanos() / layers;
    List<Evidence.Part> parts = Evidence.partsOf(hops);
    double believed = parts.stream().mapToDouble(p -> p.share() * surplus(p.nodeId())).sum();
    double beyondClaims = late + believed;
    routes
        .computeIfAbsent(parts, Evidence::new)
        .add(isOrdinary(beyondClaims, typical) ? 0 : beyondClaims, typical, now);
    solve(now);
  }

  /** The offer as it is to be believed; what nobody claimed stays unknown. */
  synchronized Offer believed(Offer offer, Instant now) {
    if (now.isAfter(solvedAt.plus(SOLVE_AGAIN_AFTER)) && !routes.isEmpty()) {
      solve(now);
    }
    long surplus = Math.round(surplus(offer.nodeId()));
    ServiceTime claimed = offer.service();
    return offer.withService(
        new ServiceTime(
            more(claimed.prefillNanosPerLayerToken(), surplus),
            more(claimed.decodeNanosPerLayerToken(), surplus),
            claimed.queuedTokens()));
  }

  private static boolean isOrdinary(double late, double typical) {
    return late > 0 && late <= ORDINARY * typical;
  }

  /**
   * Each surplus moves towards the best one beside the others, all at once and by a part of the way:
   * it converges, and nodes that nothing tells apart share the blame evenly.
   */
  private void solve(Instant now) {
    Map<Digest, List<Evidence>> byNode = new HashMap<>();
    for (Evidence route : routes.values()) {
      route
          .parts()
          .forEach(p -> byNode.computeIfAbsent(p.nodeId(), _ -> new ArrayList<>()).add(route));
    }
    double price =
        PRICE * routes.values().stream().mapToDouble(Evidence::typicalNanos).average().orElse(0);
    Map<Digest, Double> found = new HashMap<>(surplusNanos);
    found.keySet().retainAll(byNode.keySet());
    int most = routes.keySet().stream().mapToInt(List::size).max().orElse(1);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      Map<Digest, Double> before = Map.copyOf(found);
      byNode.forEach(
          (node, evidence) -> {
            double here = before.getOrDefault(node, 0.0);
            double best = best(node, evidence, before, price, now);
            found.put(node, here + (best - here) / most);
          });
    }
    surplusNanos = found;
    solvedAt = now;
  }

  private static double best(
      Digest node, List<Evidence> evidence, Map<Digest, Double> found, double price, Instant now) {
    double asked = -price;
    double weighed = FAINT;
    for (Evidence route : evidence) {
      double own = 0;
      double others = 0;
      for (Evidence.Part part : route.parts()) {
        if (part.nodeId().equals(node)) {
          own += part.share();
        } else {
          others += part.share() * found.getOrDefault(part.nodeId(), 0.0);
        }
      }
      double weight = route.weight(now);
      asked += weight * own * (route.lateNanos() - others);
      weighed += weight * own * own;
    }
    return Math.clamp(asked / weighed, 0, ServiceTime.MAX_NANOS);
  }

  private double surplus(Digest nodeId) {
    return surplusNanos.getOrDefault(nodeId, 0.0);
  }

  private static long more(long claimed, long surplus) {
    return claimed == 0 ? 0 : Math.min(ServiceTime.MAX_NANOS, claimed + surplus);
  }

  /** Routes used lately. */
  private static final class LatestRoutes extends LinkedHashMap<List<Evidence.Part>, Evidence> {
    private static final long serialVersionUID = 1;

    LatestRoutes() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<List<Evidence.Part>, Evidence> eldest) {
      return size() > MOST_ROUTES;
    }
  }
}
