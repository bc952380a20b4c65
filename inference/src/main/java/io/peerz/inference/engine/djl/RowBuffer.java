package io.peerz.inference.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Memory for the rows of one step, seen as an array of as many rows as the step has. */
final class RowBuffer {
  private final NDManager manager;
  private final String name;
  private final int width;
  private final FloatBuffer values;
  private final NDArray[] views;

  /** Zeros at first, under a name of the graph. */
  RowBuffer(NDManager manager, String name, int mostRows, int width) {
    this.manager = manager;
    this.name = name;
    this.width = width;
    int bytes = Math.multiplyExact(Math.multiplyExact(mostRows, width), Float.BYTES);
    this.values = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
    this.views = new NDArray[mostRows + 1];
  }

  /** The first rows as an array (1, rows, width). */
  NDArray view(int rows) {
    if (views[rows] == null) {
      views[rows] = manager.create(values.slice(0, rows * width), new Shape(1, rows, width));
      views[rows].setName(name);
    }
    return views[rows];
  }

  void put(int row, float[] source, int offset, int rows) {
    values.put(row * width, source, offset, rows * width);
  }

  void get(int row, float[] target, int offset, int rows) {
    values.get(row * width, target, offset, rows * width);
  }
}
