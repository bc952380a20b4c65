package io.peerz.inference.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The labels that no other label dominates, in one cell for each candidate and layer of its own.
 */
final class Frontier {
  private static final Comparator<Label> CHEAPEST_FIRST =
      Comparator.comparingLong(Label::nanos).thenComparingInt(label -> label.at().index());

  private final int[] firstCell; // (candidate): the cell of its layerStart
  private final List<List<Label>> cells;
  private final long[] least; // (cell): the cheapest label that used nobody who must not come again
  private final List<List<Integer>> filled = new ArrayList<>(); // (layer): cells with labels

  Frontier(List<Candidate> candidates, int layers) {
    this.firstCell = new int[candidates.size()];
    int size = 0;
    for (Candidate candidate : candidates) {
      firstCell[candidate.index()] = size;
      size += candidate.offer().shard().layers() + 1;
    }
    this.cells = new ArrayList<>(Collections.nCopies(size, List.of()));
    this.least = new long[size];
    Arrays.fill(least, Long.MAX_VALUE);
    for (int layer = 0; layer <= layers; layer++) {
      filled.add(new ArrayList<>());
    }
  }

  /** Whether a label there that costs so much, and has used whomever, would be dropped at once. */
  boolean beats(int layer, Candidate at, long nanos) {
    return least[cell(layer, at)] <= nanos;
  }

  void add(Label label) {
    int cell = cell(label.layer(), label.at());
    List<Label> rivals = cells.get(cell);
    for (Label rival : rivals) {
      if (rival.dominates(label)) {
        return;
      }
    }
    if (rivals.isEmpty()) {
      rivals = new ArrayList<>(1);
      cells.set(cell, rivals);
      filled.get(label.layer()).add(cell);
    } else {
      rivals.removeIf(label::dominates);
    }
    rivals.add(label);
    if (label.operators().isEmpty()) {
      least[cell] = label.nanos();
    }
  }

  /** All labels of one layer, cheapest first. */
  List<Label> at(int layer) {
    return filled.get(layer).stream()
        .flatMap(cell -> cells.get(cell).stream())
        .sorted(CHEAPEST_FIRST)
        .toList();
  }

  private int cell(int layer, Candidate at) {
    return firstCell[at.index()] + layer - at.offer().shard().layerStart();
  }
}
