package io.peerz.finetune.param;

import java.util.Arrays;

/**
 * A named dense float32 array. The values are shared, not copied: whoever holds the set owns them.
 */
public final class Parameter {
  private final String name;
  private final int[] shape;
  private final float[] values;

  public Parameter(String name, int[] shape, float[] values) {
    if (name.isEmpty() || elements(shape) != values.length) {
      throw new IllegalArgumentException(
          "parameter '%s': shape %s does not hold %d values"
              .formatted(name, Arrays.toString(shape), values.length));
    }
    this.name = name;
    this.shape = shape.clone();
    this.values = values;
  }

  private static long elements(int[] shape) {
    long count = 1;
    for (int length : shape) {
      if (length < 1) {
        return -1;
      }
      count = Math.multiplyExact(count, length);
    }
    return count;
  }

  public String name() {
    return name;
  }

  public int[] shape() {
    return shape.clone();
  }

  public float[] values() {
    return values;
  }

  public int size() {
    return values.length;
  }

  /** Same name and shape over other values. */
  public Parameter with(float[] otherValues) {
    return new Parameter(name, shape, otherValues);
  }

  @Override
  public String toString() {
    return name + Arrays.toString(shape);
  }
}
