package io.peerz.finetune.credit;

import java.util.ArrayList;
import java.util.List;

/**
 * Updates of a round that point the same way. Honest units train on different data and stay below a
 * cosine of about 0.5; a pair above the limit is no proof, but both are trained again by an
 * auditor.
 */
public final class Similarity {
  /** Two units, the lower number first. */
  public record Pair(int unit, int other) {}

  private static final double LIMIT = 0.9;

  private Similarity() {}

  /** Pairs above the limit, in unit order. */
  public static List<Pair> suspicious(List<float[]> updates) {
    List<Pair> pairs = new ArrayList<>();
    for (int unit = 0; unit < updates.size(); unit++) {
      for (int other = unit + 1; other < updates.size(); other++) {
        if (cosine(updates.get(unit), updates.get(other)) > LIMIT) {
          pairs.add(new Pair(unit, other));
        }
      }
    }
    return pairs;
  }

  static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squareA += (double) a[i] * a[i];
      squareB += (double) b[i] * b[i];
    }
    double norms = Math.sqrt(squareA) * Math.sqrt(squareB);
    return norms == 0 ? 0 : dot / norms;
  }
}
