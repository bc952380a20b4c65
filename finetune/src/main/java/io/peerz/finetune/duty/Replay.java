package io.peerz.finetune.duty;

import io.peerz.finetune.update.UpdateEncoding;

/**
 * Compares an update with a second training of the same unit. Honest ones differ by what the
 * encoding rounds away, by the residual that it carried over, and by the last bits of another
 * machine's floating point; whoever trained less, on other data, or not at all is far away.
 */
public final class Replay {
  /** Largest distance that passes, as a share of the second training's length. */
  public static final double TOLERANCE = 0.25;

  private Replay() {}

  /**
   * Whether updates in this encoding can be compared: sparse ones leave out too much, and what they
   * leave out cannot be known by anybody else.
   */
  static boolean covers(UpdateEncoding encoding) {
    return encoding == UpdateEncoding.DENSE_INT8;
  }

  /** Whether {@code revealed} is what {@code again} says the unit should have sent. */
  public static boolean confirms(float[] revealed, float[] again) {
    return distance(revealed, again) <= TOLERANCE;
  }

  /** Length of the difference over the length of {@code again}. */
  public static double distance(float[] revealed, float[] again) {
    double difference = 0;
    double length = 0;
    for (int i = 0; i < again.length; i++) {
      double apart = (double) revealed[i] - again[i];
      difference += apart * apart;
      length += (double) again[i] * again[i];
    }
    if (length == 0) {
      return difference == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    return Math.sqrt(difference / length);
  }
}
