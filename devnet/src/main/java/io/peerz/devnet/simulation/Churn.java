package io.peerz.devnet.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lets nodes leave a swarm, half of them without a word, and as many others come. */
final class Churn {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** One node came or went. */
  record Change(SimulatedNode node, boolean came, Instant at) {}

  private final SimulatedSwarm swarm;
  private final Duration pause;
  private final List<Change> changes = new ArrayList<>();
  private boolean silently;
  private boolean stopped;

  /**
   * @param sharePerMinute of the nodes that live now
   */
  Churn(SimulatedSwarm swarm, double sharePerMinute) {
    this.swarm = swarm;
    double perMinute = sharePerMinute * swarm.living().size();
    this.pause = Duration.ofNanos(Math.round(MINUTE.toNanos() / perMinute));
  }

  void start() {
    swarm.time().after(pause, this::change);
  }

  List<Change> changes() {
    return List.copyOf(changes);
  }

  void stop() {
    stopped = true;
  }

  private void change() {
    if (stopped) {
      return;
    }
    List<SimulatedNode> living = swarm.living();
    SimulatedNode leaving = living.get(swarm.random().nextInt(living.size()));
    silently = !silently;
    swarm.leave(leaving, !silently);
    Instant now = swarm.time().instant();
    changes.add(new Change(leaving, false, now));
    changes.add(new Change(swarm.join(), true, now));
    swarm.time().after(pause, this::change);
  }
}
