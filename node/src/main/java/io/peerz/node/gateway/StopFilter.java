package io.peerz.node.gateway;

import java.util.List;

/**
 * Lets text through piece by piece and holds back what may be the beginning of a stop string, so
 * that no part of a stop string is ever shown. One owner: the thread of its generation.
 */
final class StopFilter {
  private final List<String> stops;
  private final int longest;
  private final StringBuilder held = new StringBuilder();
  private boolean stopped;

  StopFilter(List<String> stops) {
    this.stops = List.copyOf(stops);
    this.longest = stops.stream().mapToInt(String::length).max().orElse(0);
  }

  /** Adds a piece and returns what may be shown now. */
  String add(String piece) {
    if (stopped) {
      return "";
    }
    held.append(piece);
    int stop = firstStop();
    if (stop >= 0) {
      stopped = true;
      held.setLength(stop);
      return release(held.length());
    }
    return release(held.length() - possibleStart());
  }

  /** What was held back when the text ended without a stop string. */
  String rest() {
    return release(held.length());
  }

  boolean stopped() {
    return stopped;
  }

  private String release(int length) {
    String text = held.substring(0, length);
    held.delete(0, length);
    return text;
  }

  /**
   * Start of the stop string that is complete first, or -1; of two that end together the longer one
   * counts. So the result never depends on how the text was cut into pieces.
   */
  private int firstStop() {
    int start = -1;
    int end = Integer.MAX_VALUE;
    for (String stop : stops) {
      int at = held.indexOf(stop);
      int until = at + stop.length();
      if (at >= 0 && (until < end || (until == end && at < start))) {
        start = at;
        end = until;
      }
    }
    return start;
  }

  /** Length of the longest end of the text that is the beginning of some stop string. */
  private int possibleStart() {
    for (int length = Math.min(longest - 1, held.length()); length > 0; length--) {
      String end = held.substring(held.length() - length);
      if (stops.stream().anyMatch(stop -> stop.startsWith(end))) {
        return length;
      }
    }
    return 0;
  }
}
