package io.peerz.finetune.aggregate;

import java.util.List;

/**
 * One iteration of CenteredClip: the center moves by the average of the differences, none longer
 * than their median.
 */
final class CenteredClip {
  private CenteredClip() {}

  static float[] step(float[] center, List<float[]> updates) {
    double[] distances = updates.stream().mapToDouble(u -> distance(u, center)).toArray();
    double limit = NormClip.lowerMedian(distances);
    float[] moved = new float[center.length];
    for (int i = 0; i < moved.length; i++) {
      double sum = 0;
      for (int unit = 0; unit < distances.length; unit++) {
        double share = distances[unit] > limit ? limit / distances[unit] : 1;
        sum += ((double) updates.get(unit)[i] - center[i]) * share;
      }
      moved[i] = (float) (center[i] + sum / distances.length);
    }
    return moved;
  }

  private static double distance(float[] update, float[] center) {
    double sum = 0;
    for (int i = 0; i < center.length; i++) {
      double difference = (double) update[i] - center[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
