package io.peerz.finetune.aggregate;

import io.peerz.finetune.param.Layout;
import java.util.Arrays;
import java.util.List;

/**
 * No update counts for more than its peers: each parameter of each update is scaled down to the
 * median norm that the updates have for this parameter. Of an even number the lower middle one is
 * taken, so half of the units cannot raise it.
 */
final class NormClip {
  private NormClip() {}

  static List<float[]> clip(Layout layout, List<float[]> updates) {
    List<float[]> clipped = updates.stream().map(float[]::clone).toList();
    for (int parameter = 0; parameter < layout.parameters(); parameter++) {
      clipRange(clipped, layout.start(parameter), layout.start(parameter + 1));
    }
    return clipped;
  }

  private static void clipRange(List<float[]> updates, int from, int to) {
    double[] norms = updates.stream().mapToDouble(update -> norm(update, from, to)).toArray();
    double limit = lowerMedian(norms);
    for (int unit = 0; unit < norms.length; unit++) {
      if (norms[unit] > limit) {
        scale(updates.get(unit), from, to, limit / norms[unit]);
      }
    }
  }

  private static void scale(float[] values, int from, int to, double factor) {
    for (int i = from; i < to; i++) {
      values[i] = (float) (values[i] * factor);
    }
  }

  /** Euclidean norm of {@code [from, to)}, summed in index order. */
  static double norm(float[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) values[i] * values[i];
    }
    return Math.sqrt(sum);
  }

  static double lowerMedian(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(sorted.length - 1) / 2];
  }
}
