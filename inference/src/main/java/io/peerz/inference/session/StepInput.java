package io.peerz.inference.session;

import com.google.protobuf.ByteString;
import io.peerz.inference.wire.RowBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive positions on their way into a hop: token ids for the first, rows for the others.
 *
 * @param rows (positions, dModel) float32 little-endian
 */
record StepInput(int posStart, int positions, List<Integer> tokens, ByteString rows) {

  static StepInput ofTokens(int posStart, List<Integer> tokens) {
    return new StepInput(posStart, tokens.size(), List.copyOf(tokens), ByteString.EMPTY);
  }

  static StepInput ofRows(int posStart, int positions, ByteString rows) {
    return new StepInput(posStart, positions, List.of(), rows);
  }

  /** Both, one behind the other. */
  StepInput then(StepInput next) {
    List<Integer> joined = new ArrayList<>(tokens);
    joined.addAll(next.tokens);
    return new StepInput(posStart, positions + next.positions, joined, rows.concat(next.rows));
  }

  /** One row for each position, as the receipt commits to them. */
  List<byte[]> logRows() {
    return tokens.isEmpty()
        ? RowBytes.split(rows, rows.size() / positions)
        : tokens.stream().map(RowBytes::ofToken).toList();
  }
}
