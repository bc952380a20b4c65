package io.peerz.inference.session;

import io.peerz.inference.wire.RowBytes;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The lines of one answer, one for each boundary that a hop ever began at. Thread-safe. */
final class LeafLines {
  private final Map<Integer, LeafLine> lines = new ConcurrentHashMap<>();

  /** What goes into the layer; tokens at layer zero. */
  LeafLine before(int layer) {
    return lines.computeIfAbsent(layer, LeafLine::new);
  }

  /** The client itself knows the tokens. */
  void tokens(int posStart, List<Integer> tokens) {
    before(0).put(posStart, leaves(tokens));
  }

  static List<Digest> leaves(List<Integer> tokens) {
    return tokens.stream().map(RowBytes::ofToken).map(RowTree::leafOf).toList();
  }
}
