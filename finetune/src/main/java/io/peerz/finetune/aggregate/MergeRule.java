package io.peerz.finetune.aggregate;

import java.util.Arrays;
import java.util.List;

/**
 * How the clipped updates of a round become one. Sums run in unit order and in double, then round
 * once.
 */
public enum MergeRule {
  /** The average. Measured gains are gains of this rule. */
  MEAN {
    @Override
    float[] merge(List<float[]> updates) {
      float[] merged = new float[updates.getFirst().length];
      for (int i = 0; i < merged.length; i++) {
        double sum = 0;
        for (float[] update : updates) {
          sum += update[i];
        }
        merged[i] = (float) (sum / updates.size());
      }
      return merged;
    }
  },

  /** Per element: the average without the smallest and the largest fifth. */
  TRIMMED_MEAN {
    @Override
    float[] merge(List<float[]> updates) {
      int units = updates.size();
      int trimmed = units / TRIM_ONE_IN;
      return perElement(
          updates,
          sorted -> {
            double sum = 0;
            for (int k = trimmed; k < units - trimmed; k++) {
              sum += sorted[k];
            }
            return (float) (sum / (units - 2 * trimmed));
          });
    }
  },

  /** CenteredClip (arXiv 2012.10333), three iterations from the element-wise median. */
  CENTERED_CLIP {
    @Override
    float[] merge(List<float[]> updates) {
      float[] center = perElement(updates, sorted -> sorted[(sorted.length - 1) / 2]);
      for (int iteration = 0; iteration < CLIP_ITERATIONS; iteration++) {
        center = CenteredClip.step(center, updates);
      }
      return center;
    }
  };

  private static final int TRIM_ONE_IN = 5;
  private static final int CLIP_ITERATIONS = 3;

  abstract float[] merge(List<float[]> updates);

  /** Reduces the values of one element over all units, in ascending order. */
  private interface ElementRule {
    float of(float[] sorted);
  }

  private static float[] perElement(List<float[]> updates, ElementRule rule) {
    float[] merged = new float[updates.getFirst().length];
    float[] column = new float[updates.size()];
    for (int i = 0; i < merged.length; i++) {
      for (int unit = 0; unit < column.length; unit++) {
        column[unit] = updates.get(unit)[i];
      }
      Arrays.sort(column);
      merged[i] = rule.of(column);
    }
    return merged;
  }
}
