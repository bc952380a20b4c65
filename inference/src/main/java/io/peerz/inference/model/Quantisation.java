package io.peerz.inference.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * Ways to round a matrix by blocks when it is loaded. Each is an arithmetic of its own, named by
 * its code in the registered geometry, and so makes another model of the same checkpoint.
 */
public enum Quantisation {
  /** Eight bits; float32 scales. */
  Q8("q8", 8, 2),
  /** Four bits; float16 scales, as in GGUF's Q4_0. */
  Q4("q4", 4, 3);

  private final String label;
  private final int bits;
  private final int dtype;

  Quantisation(String label, int bits, int dtype) {
    this.label = label;
    this.bits = bits;
    this.dtype = dtype;
  }

  /** The form of that name, if there is one. */
  public static Optional<Quantisation> of(String label) {
    return Arrays.stream(values()).filter(form -> form.label.equals(label)).findFirst();
  }

  /** The name in settings. */
  public String label() {
    return label;
  }

  /** Bits of one weight. */
  public int bits() {
    return bits;
  }

  /** What is added to a weight so that it is stored without a sign. */
  public int offset() {
    return 1 << (bits - 1);
  }

  /** The code in a registered geometry. */
  public int dtype() {
    return dtype;
  }
}
