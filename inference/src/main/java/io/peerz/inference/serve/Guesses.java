package io.peerz.inference.serve;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows that were computed from guessed tokens: they count when the guesses come true, and are
 * forgotten when they do not. Owned by the session's thread.
 */
final class Guesses {
  private final List<byte[]> inputs = new ArrayList<>();
  private final List<byte[]> outputs = new ArrayList<>();

  int size() {
    return inputs.size();
  }

  void add(List<byte[]> in, List<byte[]> out) {
    inputs.addAll(in);
    outputs.addAll(out);
  }

  /** Forgets all but the first {@code count}. */
  void keep(int count) {
    inputs.subList(count, inputs.size()).clear();
    outputs.subList(count, outputs.size()).clear();
  }

  List<byte[]> inputs() {
    return List.copyOf(inputs);
  }

  List<byte[]> outputs() {
    return List.copyOf(outputs);
  }
}
