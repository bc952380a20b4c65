package io.peerz.finetune.param;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The order, names and shapes of parameters laid end to end in one vector. Two parties that agree
 * on the hash agree on what every element of an update means.
 */
public final class Layout {
  /** Largest vector an update may carry: one gigabyte of floats. */
  public static final int MAX_ELEMENTS = 1 << 28;

  private final List<Parameter> pattern;
  private final int[] offsets;
  private final Digest hash;

  private Layout(List<Parameter> pattern) {
    this.pattern = pattern;
    this.offsets = new int[pattern.size() + 1];
    for (int i = 0; i < pattern.size(); i++) {
      offsets[i + 1] = Math.addExact(offsets[i], pattern.get(i).size());
    }
    if (elements() > MAX_ELEMENTS) {
      throw new IllegalArgumentException("a layout holds at most " + MAX_ELEMENTS + " elements");
    }
    this.hash = Keccak.hash(pattern.stream().map(Layout::line).toArray(byte[][]::new));
  }

  public static Layout of(ParameterSet set) {
    return new Layout(set.all());
  }

  private static byte[] line(Parameter parameter) {
    byte[] name = parameter.name().getBytes(StandardCharsets.UTF_8);
    int[] shape = parameter.shape();
    ByteBuffer line =
        ByteBuffer.allocate(Integer.BYTES * (2 + shape.length) + name.length)
            .putInt(name.length)
            .put(name)
            .putInt(shape.length);
    Arrays.stream(shape).forEach(line::putInt);
    return line.array();
  }

  public Digest hash() {
    return hash;
  }

  /** Number of floats in the vector. */
  public int elements() {
    return offsets[pattern.size()];
  }

  public int parameters() {
    return pattern.size();
  }

  /** Where parameter {@code index} starts; {@code start(parameters())} is the end. */
  public int start(int index) {
    return offsets[index];
  }

  /** The values of {@code set}, which must have this layout, end to end. */
  public float[] flatten(ParameterSet set) {
    if (!Layout.of(set).hash.equals(hash)) {
      throw new IllegalArgumentException("the parameters do not have this layout");
    }
    float[] vector = new float[elements()];
    List<Parameter> all = set.all();
    for (int i = 0; i < all.size(); i++) {
      System.arraycopy(all.get(i).values(), 0, vector, offsets[i], all.get(i).size());
    }
    return vector;
  }

  /** Parameters over copies of the parts of {@code vector}. */
  public ParameterSet unflatten(float[] vector) {
    if (vector.length != elements()) {
      throw new IllegalArgumentException(
          "a vector of %d does not fill a layout of %d".formatted(vector.length, elements()));
    }
    List<Parameter> parts = new ArrayList<>();
    for (int i = 0; i < pattern.size(); i++) {
      parts.add(pattern.get(i).with(Arrays.copyOfRange(vector, offsets[i], offsets[i + 1])));
    }
    return new ParameterSet(parts);
  }
}
