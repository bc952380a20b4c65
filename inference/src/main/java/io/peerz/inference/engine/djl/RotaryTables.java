package io.peerz.inference.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.peerz.inference.model.ModelConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.function.DoubleUnaryOperator;

/** Cosines and sines of the rotary angles, (positions, headDim / 2) each. */
record RotaryTables(NDArray cos, NDArray sin) {
  static RotaryTables of(ModelConfig config, int positions, NDManager manager) {
    float[] frequencies =
        config.ropeScaling().frequencies(config.ropeTheta(), config.geometry().headDim());
    return new RotaryTables(
        table(ShardGraph.COS, frequencies, positions, StrictMath::cos, manager),
        table(ShardGraph.SIN, frequencies, positions, StrictMath::sin, manager));
  }

  private static NDArray table(
      String name, float[] frequencies, int positions, DoubleUnaryOperator of, NDManager manager) {
    int floats = Math.multiplyExact(positions, frequencies.length);
    FloatBuffer values =
        ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int position = 0; position < positions; position++) {
      for (float frequency : frequencies) {
        float angle = position * frequency;
        values.put((float) of.applyAsDouble(angle));
      }
    }
    values.rewind();
    NDArray table = manager.create(values, new Shape(positions, frequencies.length));
    table.setName(name);
    return table;
  }
}
