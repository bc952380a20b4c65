package io.peerz.inference.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether the chunks of a ring came within what their nodes had quoted. The client sees no rows,
 * but it hears every token from the last hop and every chunk's receipt from each hop. So it knows
 * how long the whole ring took for a chunk, and, from one hop's receipt to the next one's, how long
 * each hop took for the last step of it. Tokens that came in time clear all hops. For a chunk that
 * came late those answer whose own part was too long; when no hop's was, all of them, so that
 * nobody gains by being quick only where it is seen. Thread-safe.
 */
final class Punctuality {
  /**
   * How far back a late hop clears the hops before it, whose receipts come earlier than its own.
   */
  private static final int REMEMBERED_POSITIONS = 128;

  private final List<Promise> promises;
  private final int promptPositions;
  private final TreeMap<Integer, Long> knownNanos = new TreeMap<>();
  private final List<TreeMap<Integer, Long>> arrivals = new ArrayList<>();
  private final Map<Integer, Integer> lateAt = new HashMap<>();

  /**
   * @param promises of the hops in order
   * @param promptPositions positions that come in prompt steps
   */
  Punctuality(List<Promise> promises, int promptPositions) {
    this.promises = new ArrayList<>(promises);
    this.promptPositions = promptPositions;
    promises.forEach(hop -> arrivals.add(new TreeMap<>()));
  }

  /** A round trip to a hop took so long. */
  synchronized void roundTrip(int hop, long nanos) {
    promises.set(hop, promises.get(hop).closer(nanos));
  }

  /** The token that goes in at a position was sent, or heard from the last hop. */
  synchronized void known(int position, long nanos) {
    knownNanos.putIfAbsent(position, nanos);
  }

  /** The receipt for the chunk that ends before a position came. */
  synchronized void arrived(int hop, int end, long nanos) {
    arrivals.get(hop).putIfAbsent(end, nanos);
  }

  /** Judges the chunk [start, end) of a hop; the receipt of the hop before has come. */
  synchronized boolean onTime(int hop, int start, int end) {
    Long arrival = arrivals.get(hop).get(end);
    if (arrival == null) {
      return true;
    }
    boolean prompt = start < promptPositions;
    boolean slow = ownNanos(hop, end, arrival) > allowedNanos(hop, end - start, prompt);
    if (slow) {
      lateAt.put(hop, end);
    }
    boolean late =
        prompt ? slow : isWholeLate(start, end, arrival) && (slow || !isExplained(hop, end));
    forget(start - REMEMBERED_POSITIONS);
    return !late;
  }

  /** From when a hop could begin with the last step of a chunk to its receipt. */
  private long ownNanos(int hop, int end, long arrival) {
    Long input = hop == 0 ? knownNanos.get(end - 1) : arrivals.get(hop - 1).get(end);
    Map.Entry<Integer, Long> before = arrivals.get(hop).lowerEntry(end);
    long from = input == null ? arrival : input;
    return arrival - (before == null ? from : Math.max(from, before.getValue()));
  }

  private long allowedNanos(int hop, int positions, boolean prompt) {
    Promise promise = promises.get(hop);
    long computing = prompt ? promise.prefillNanos(positions) : promise.tokenNanos();
    return Promise.SLACK * computing + promise.roundTripNanos() + Promise.GRACE_NANOS;
  }

  private boolean isWholeLate(int start, int end, long arrival) {
    Long begun = knownNanos.get(start);
    long tokens = (long) end - start;
    long perToken = promises.stream().mapToLong(Promise::tokenNanos).sum();
    long links = promises.stream().mapToLong(Promise::roundTripNanos).sum();
    return begun != null
        && arrival - begun > tokens * (Promise.SLACK * perToken + links) + Promise.GRACE_NANOS;
  }

  /** Another hop held this chunk up, or one of the chunks just before it. */
  private boolean isExplained(int hop, int end) {
    return lateAt.entrySet().stream()
        .anyMatch(late -> late.getKey() != hop && late.getValue() > end - REMEMBERED_POSITIONS);
  }

  private void forget(int before) {
    knownNanos.headMap(before).clear();
    arrivals.forEach(hop -> hop.headMap(before).clear());
  }
}
