package io.peerz.devnet.simulation;

import io.peerz.inference.route.RouteFinder;
import io.peerz.inference.route.RouteLimits;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.route.RouteRequest;
import io.peerz.inference.session.OtherRoutes;
import io.peerz.inference.session.Succession;
import io.peerz.inference.swarm.Snapshot;
import io.peerz.inference.swarm.SwarmConfig;
import io.peerz.inference.swarm.SwarmView;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Answers of one client over a swarm under churn, then over one that has lost a range of layers.
 * What the client knows comes from the gossip and its own measurements; who takes over in an answer
 * is decided by the code that real sessions run. In simulated time.
 */
public final class SessionTrial {
  private static final int LAYERS = 32;
  private static final int STANDBYS = 2;
  private static final int HOLE_START = 8;
  private static final int HOLE_END = 12;
  private static final int MOST_SECONDS = 60;
  private static final Duration SETTLING = Duration.ofSeconds(10);
  private static final Duration SESSION_EVERY = Duration.ofMillis(500);

  /** A ring notices a broken connection at once and a silent node in so long. */
  private static final Duration NOTICED_AFTER = Duration.ofMillis(500);

  private static final Duration HOLE_KNOWN_AFTER = Duration.ofSeconds(6);
  private static final RouteRequest REQUEST =
      new RouteRequest(
          SimulatedSwarm.MODEL,
          LAYERS,
          16_384,
          32,
          64,
          RouteRequest.DEFAULT_BYTES_PER_SECOND,
          RouteLimits.NONE);

  private final SimulatedSwarm swarm;
  private final Churn churn;
  private final SwarmView view;
  private final Duration span;
  private final List<Session> open = new ArrayList<>();
  private int sessions;
  private int disturbed;
  private int rerouted;
  private int lost;
  private int uncovered;

  /** An answer under way. */
  private static final class Session {
    private final Succession succession;
    private final Instant endsAt;

    Session(Succession succession, Instant endsAt) {
      this.succession = succession;
      this.endsAt = endsAt;
    }
  }

  /**
   * What became of the answers.
   *
   * @param disturbed how often nodes of an answer left
   * @param rerouted how often nobody stood by and another route was taken
   * @param lost answers that ended, or did not begin, though every layer had a node
   * @param uncovered the same while a layer had none; churn alone should not bring that
   * @param namedLayers what the refusal named when all nodes of a range had gone
   * @param missingLayers what it should have named
   */
  public record Outcome(
      int sessions,
      int disturbed,
      int rerouted,
      int lost,
      int uncovered,
      List<Integer> namedLayers,
      List<Integer> missingLayers) {}

  /** A swarm of so many nodes, a share of which is replaced every minute, used for a while. */
  public SessionTrial(int nodes, double churnPerMinute, Duration span, long seed) {
    this.swarm = new SimulatedSwarm(LAYERS, seed);
    for (int i = 0; i < nodes; i++) {
      swarm.join();
    }
    this.churn = new Churn(swarm, churnPerMinute);
    Place here = Place.random(swarm.random());
    this.view =
        new SwarmView(
            swarm.client(here).directory(),
            swarm.probe(here),
            SwarmConfig.defaults(),
            swarm.time());
    this.span = span;
  }

  public Outcome play() {
    swarm.time().run(SETTLING);
    churn.start();
    begin();
    look();
    swarm.time().run(span);
    int played = sessions;
    int lostInChurn = lost;
    int uncoveredInChurn = uncovered;
    swarm.living().stream()
        .filter(node -> node.shard().layerStart() < HOLE_END)
        .filter(node -> node.shard().layerEnd() > HOLE_START)
        .forEach(node -> swarm.leave(node, false));
    List<Integer> missing = missingLayers();
    churn.stop();
    swarm.time().run(HOLE_KNOWN_AFTER);
    List<Integer> named =
        RouteFinder.uncoveredLayers(view.look(REQUEST.modelId()).offers(), REQUEST);
    return new Outcome(played, disturbed, rerouted, lostInChurn, uncoveredInChurn, named, missing);
  }

  private void begin() {
    sessions++;
    Optional<RoutePlan> plan = plan(Set.of());
    if (plan.isPresent()) {
      Duration length = Duration.ofSeconds(1 + swarm.random().nextInt(MOST_SECONDS));
      open.add(
          new Session(
              new Succession(plan.get(), new Elsewhere()), swarm.time().instant().plus(length)));
    } else {
      ended();
    }
    swarm.time().after(SESSION_EVERY, this::begin);
  }

  /** Replaces in every answer the nodes that have left since. */
  private void look() {
    Set<Digest> alive =
        swarm.living().stream().map(SimulatedNode::nodeId).collect(Collectors.toSet());
    Instant now = swarm.time().instant();
    open.removeIf(session -> now.isAfter(session.endsAt) || !goesOn(session, alive));
    swarm.time().after(NOTICED_AFTER, this::look);
  }

  private boolean goesOn(Session session, Set<Digest> alive) {
    try {
      Set<Digest> left = nodes(session.succession.current());
      left.removeAll(alive);
      disturbed += left.isEmpty() ? 0 : 1;
      while (!left.isEmpty()) {
        session.succession.replace(
            left, false, new PeerzException(ErrorCode.PEER_UNREACHABLE, "a simulated node left"));
        left = nodes(session.succession.current());
        left.removeAll(alive);
      }
      return true;
    } catch (PeerzException e) {
      ended();
      return false;
    }
  }

  private void ended() {
    if (missingLayers().isEmpty()) {
      lost++;
    } else {
      uncovered++;
    }
  }

  private Optional<RoutePlan> plan(Set<Digest> avoided) {
    Snapshot seen = view.look(REQUEST.modelId());
    return RouteFinder.plan(
        seen.offers().stream().filter(offer -> !avoided.contains(offer.nodeId())).toList(),
        seen.links(),
        REQUEST,
        STANDBYS);
  }

  private List<Integer> missingLayers() {
    return IntStream.range(0, LAYERS)
        .filter(
            layer ->
                swarm.living().stream().noneMatch(node -> node.shard().covers(layer, layer + 1)))
        .boxed()
        .toList();
  }

  private static Set<Digest> nodes(RoutePlan plan) {
    return plan.route().hops().stream()
        .map(hop -> hop.offer().nodeId())
        .collect(Collectors.toSet());
  }

  /** As the gateway does it. */
  private final class Elsewhere implements OtherRoutes {
    @Override
    public void failed(Set<Digest> nodeIds) {
      nodeIds.forEach(view::failed);
    }

    @Override
    public Optional<RoutePlan> without(Set<Digest> nodeIds) {
      rerouted++;
      return plan(nodeIds);
    }
  }
}
