package io.peerz.inference.engine.djl;

import io.peerz.inference.engine.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts segments into steps of at most so many sequences and rows. Pieces of a segment follow each
 * other in steps of their own, for a later row attends to the earlier ones.
 */
final class StepPlan {
  /** Consecutive rows of a segment, {@code from} counted from its first. */
  record Piece(Segment segment, int from, int count) {
    /** Positions of the sequence behind the piece. */
    int total() {
      return segment.cache().length() + from + count;
    }
  }

  private StepPlan() {}

  static List<List<Piece>> of(List<Segment> segments, int lanes, int mostRows) {
    List<List<Piece>> steps = new ArrayList<>();
    List<Piece> step = new ArrayList<>();
    int room = mostRows;
    for (Segment segment : segments) {
      for (int from = 0; from < segment.rowCount(); ) {
        if (room == 0 || step.size() == lanes || from > 0) {
          steps.add(step);
          step = new ArrayList<>();
          room = mostRows;
        }
        int count = Math.min(room, segment.rowCount() - from);
        step.add(new Piece(segment, from, count));
        from += count;
        room -= count;
      }
    }
    steps.add(step);
    return steps;
  }
}
