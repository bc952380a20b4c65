package io.peerz.devnet.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that moves from one event to the next. One thread; events of one moment keep order. */
final class SimulatedTime implements InstantSource {
  private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

  private record Event(Instant at, long order, Runnable what) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::order));
  private Instant now = START;
  private long order;

  @Override
  public Instant instant() {
    return now;
  }

  void after(Duration delay, Runnable what) {
    events.add(new Event(now.plus(delay), order++, what));
  }

  /** Lets so much time pass. */
  void run(Duration span) {
    Instant end = now.plus(span);
    while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
      Event next = events.remove();
      now = next.at();
      next.what().run();
    }
    now = end;
  }

  /** Since the world began. */
  Duration elapsed() {
    return Duration.between(START, now);
  }
}
