package io.peerz.finetune.store;

/** The upper half of a float32, rounded to nearest even. */
public final class Bfloat16 {
  private Bfloat16() {}

  public static short bits(float value) {
    int raw = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((raw >>> 16) | 0x40); // stays a NaN whatever its payload
    }
    int roundUp = 0x7FFF + ((raw >>> 16) & 1);
    return (short) ((raw + roundUp) >>> 16);
  }

  public static float value(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** {@code values} as they come back from storage. */
  public static float[] rounded(float[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = value(bits(values[i]));
    }
    return rounded;
  }
}
