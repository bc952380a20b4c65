package io.peerz.inference.route;

import java.util.ArrayList;
import java.util.List;

/** The labels that no other label dominates, by layer and candidate. */
final class Frontier {
  private final List<List<List<Label>>> labels; // (layer, candidate, labels)

  Frontier(int layers, int candidates) {
    labels = new ArrayList<>(layers + 1);
    for (int layer = 0; layer <= layers; layer++) {
      List<List<Label>> row = new ArrayList<>(candidates);
      for (int i = 0; i < candidates; i++) {
        row.add(new ArrayList<>(1));
      }
      labels.add(row);
    }
  }

  /** Whether a label there that costs so much, and has used whomever, would be dropped at once. */
  boolean beats(int layer, Candidate at, long nanos) {
    for (Label rival : labels.get(layer).get(at.index())) {
      if (rival.nanos() <= nanos && rival.operators().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  void add(Label label) {
    List<Label> rivals = labels.get(label.layer()).get(label.at().index());
    for (Label rival : rivals) {
      if (rival.dominates(label)) {
        return;
      }
    }
    rivals.removeIf(label::dominates);
    rivals.add(label);
  }

  /** All labels of one layer, in the order of the candidates. */
  List<Label> at(int layer) {
    return labels.get(layer).stream().flatMap(List::stream).toList();
  }
}
