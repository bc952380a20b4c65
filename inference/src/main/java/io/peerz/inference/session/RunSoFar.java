package io.peerz.inference.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What an answer has used so far: attempts that broke are wound down beside the one that goes on,
 * so that every node is paid for what it delivered. Owned by the session's thread.
 */
final class RunSoFar {
  private static final Duration WIND_DOWN = Duration.ofSeconds(5);

  private final List<RingRun> rings = new ArrayList<>();
  private final List<Thread> windingDown = new ArrayList<>();
  private int failovers;

  void began(RingRun ring) {
    rings.add(ring);
  }

  void broke(RingRun ring, Set<Integer> failed) {
    failovers++;
    windingDown.add(Thread.ofVirtual().start(() -> ring.finish(failed, WIND_DOWN)));
  }

  int failovers() {
    return failovers;
  }

  /** Waits until all is settled that can be, and drops the rest. */
  void end() {
    try {
      for (Thread thread : windingDown) {
        thread.join(WIND_DOWN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    rings.forEach(RingRun::cut);
  }

  /** Along the route; where a node stepped in, behind the one it replaced. */
  List<HopReport> reports(List<HopReport> others) {
    List<HopReport> all = new ArrayList<>();
    rings.forEach(ring -> all.addAll(ring.reports()));
    all.addAll(others);
    all.sort(Comparator.comparingInt(report -> report.hop().layerStart()));
    return all;
  }
}
