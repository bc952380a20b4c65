package io.peerz.finetune.credit;

/** Halves whole numbers whose sum is even so that the halves are whole and sum to half the sum. */
final class Halving {
  private Halving() {}

  /** Odd numbers are rounded down and up in turn. */
  static long[] halves(long[] doubled) {
    long[] halves = new long[doubled.length];
    boolean up = false;
    for (int i = 0; i < doubled.length; i++) {
      halves[i] = Math.floorDiv(doubled[i], 2);
      if (Math.floorMod(doubled[i], 2) == 1) {
        halves[i] += up ? 1 : 0;
        up = !up;
      }
    }
    return halves;
  }
}
