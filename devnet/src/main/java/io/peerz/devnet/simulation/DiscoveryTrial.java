package io.peerz.devnet.simulation;

import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How soon clients know who lives in a swarm under churn: those that start, and one that has been
 * there for long. In simulated time; the figures are the same on every machine.
 */
public final class DiscoveryTrial {
  private static final int LAYERS = 32;
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration SETTLING = Duration.ofSeconds(10);
  private static final Duration CLIENT_EVERY = Duration.ofSeconds(5);
  private static final Duration CHANGE_MAY_TAKE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SimulatedSwarm swarm;
  private final Churn churn;
  private final Place here;
  private final GossipParty resident;
  private final Duration span;
  private final Map<Churn.Change, Duration> seen = new HashMap<>();
  private final List<Newcomer> newcomers = new ArrayList<>();

  /** A client that has just started. */
  private static final class Newcomer {
    private final GossipParty party;
    private final Instant since;
    private Duration took = PATIENCE;

    Newcomer(GossipParty party, Instant since) {
      this.party = party;
      this.since = since;
    }
  }

  /**
   * What was measured, each list in ascending order.
   *
   * @param starts of a client until it lists exactly the nodes that live, but for changes of the
   *     last moments
   * @param changes from each change until the resident client lists it
   */
  public record Outcome(List<Duration> starts, List<Duration> changes) {}

  /** A swarm of so many nodes, a share of which is replaced every minute, watched for a while. */
  public DiscoveryTrial(int nodes, double churnPerMinute, Duration span, long seed) {
    this.swarm = new SimulatedSwarm(LAYERS, seed);
    for (int i = 0; i < nodes; i++) {
      swarm.join();
    }
    this.churn = new Churn(swarm, churnPerMinute);
    this.here = Place.random(swarm.random());
    this.resident = swarm.client(here);
    this.span = span;
  }

  public Outcome play() {
    swarm.time().run(SETTLING);
    churn.start();
    swarm.time().after(LOOK_EVERY, this::look);
    swarm.time().after(CLIENT_EVERY, this::newcomer);
    swarm.time().run(span);
    Instant lastCounted = swarm.time().instant().minus(PATIENCE);
    List<Duration> changes =
        churn.changes().stream()
            .filter(change -> change.at().isBefore(lastCounted))
            .map(change -> seen.getOrDefault(change, PATIENCE))
            .sorted()
            .toList();
    List<Duration> starts =
        newcomers.stream()
            .filter(one -> one.since.isBefore(lastCounted))
            .map(one -> one.took)
            .sorted()
            .toList();
    return new Outcome(starts, changes);
  }

  private void newcomer() {
    newcomers.add(new Newcomer(swarm.client(here), swarm.time().instant()));
    swarm.time().after(CLIENT_EVERY, this::newcomer);
  }

  private void look() {
    Instant now = swarm.time().instant();
    Set<Digest> listed = listed(resident);
    for (Churn.Change change : churn.changes()) {
      if (!seen.containsKey(change) && listed.contains(change.node().nodeId()) == change.came()) {
        seen.put(change, Duration.between(change.at(), now));
      }
    }
    for (Newcomer one : newcomers) {
      if (one.took.equals(PATIENCE) && knowsAllBut(recent(now), listed(one.party))) {
        one.took = Duration.between(one.since, now);
        one.party.stop(false);
      }
    }
    swarm.time().after(LOOK_EVERY, this::look);
  }

  /** Nodes that came or went too recently for anybody far away to know. */
  private Set<Digest> recent(Instant now) {
    return churn.changes().stream()
        .filter(change -> change.at().isAfter(now.minus(CHANGE_MAY_TAKE)))
        .map(change -> change.node().nodeId())
        .collect(Collectors.toSet());
  }

  private boolean knowsAllBut(Set<Digest> recent, Set<Digest> listed) {
    Set<Digest> alive =
        swarm.living().stream()
            .map(SimulatedNode::nodeId)
            .filter(node -> !recent.contains(node))
            .collect(Collectors.toSet());
    return listed.containsAll(alive)
        && listed.stream().allMatch(node -> alive.contains(node) || recent.contains(node));
  }

  private static Set<Digest> listed(GossipParty party) {
    return party.directory().active(SimulatedSwarm.MODEL).stream()
        .map(DirectoryEntry::nodeId)
        .collect(Collectors.toSet());
  }
}
