package io.peerz.node.models;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/** Layers of a model, {@code [start, end)}. */
public record LayerRange(int start, int end) {
  private static final int MAX = 4096;

  public LayerRange {
    if (start < 0 || end <= start || end > MAX) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST, "layers are START:END with START below END, for example 0:8");
    }
  }

  public static LayerRange parse(String text) {
    if (!text.matches("\\d{1,4}:\\d{1,4}")) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST, "layers are START:END, for example 0:8, not '" + text + "'");
    }
    int colon = text.indexOf(':');
    return new LayerRange(
        Integer.parseInt(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
  }

  boolean isAllOf(int layers) {
    return start == 0 && end == layers;
  }
}
