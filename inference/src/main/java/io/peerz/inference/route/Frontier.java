package io.peerz.inference.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The labels that no other label dominates, by layer and candidate. */
final class Frontier {
  private static final Comparator<Label> CHEAPEST_FIRST =
      Comparator.comparingLong(Label::nanos).thenComparingInt(label -> label.at().index());

  private final List<Map<Integer, List<Label>>> labels = new ArrayList<>(); // (layer, candidate)

  Frontier(int layers) {
    for (int layer = 0; layer <= layers; layer++) {
      labels.add(new HashMap<>());
    }
  }

  /** Whether a label there that costs so much, and has used whomever, would be dropped at once. */
  boolean beats(int layer, Candidate at, long nanos) {
    for (Label rival : labels.get(layer).getOrDefault(at.index(), List.of())) {
      if (rival.nanos() <= nanos && rival.operators().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  void add(Label label) {
    List<Label> rivals =
        labels.get(label.layer()).computeIfAbsent(label.at().index(), index -> new ArrayList<>(1));
    for (Label rival : rivals) {
      if (rival.dominates(label)) {
        return;
      }
    }
    rivals.removeIf(label::dominates);
    rivals.add(label);
  }

  /** All labels of one layer, cheapest first. */
  List<Label> at(int layer) {
    return labels.get(layer).values().stream()
        .flatMap(List::stream)
        .sorted(CHEAPEST_FIRST)
        .toList();
  }
}
