package io.peerz.devnet.bench.streams;

import java.util.List;

/**
 * One stream as its reader got it.
 *
 * @param pieces times of its pieces of text after the request was sent, milliseconds
 */
record Heard(int seed, String text, List<Double> pieces) {
  Heard {
    pieces = List.copyOf(pieces);
  }

  double firstMillis() {
    return pieces.getFirst();
  }

  /** Mean time between two pieces. */
  double gapMillis() {
    return pieces.size() < 2 ? 0 : (pieces.getLast() - firstMillis()) / (pieces.size() - 1);
  }
}
