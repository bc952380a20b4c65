package io.peerz.finetune.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A dense array of the engine, with only those operations whose gradients are safe.
 *
 * <p>The engine's {@code mul/div/pow(Number)} keep a scalar alive for the backward pass that lives
 * in Java memory already given back: after a garbage collection the gradient is silently wrong.
 * There is no such method here. Constants come from {@link #scalar}, and arrays from Java data are
 * copied into memory that the engine owns before anything uses them.
 *
 * <p>A tensor belongs to the innermost open {@link Scope} of its thread, or to its maker, who
 * closes it.
 */
public final class Tensor implements AutoCloseable {
  private final PtNDArray array;

  private Tensor(NDArray array) {
    this.array = (PtNDArray) array;
  }

  PtNDArray array() {
    return array;
  }

  /** A float32 tensor. */
  public static Tensor of(float[] values, long... shape) {
    return copied(FloatBuffer.wrap(values), DataType.FLOAT32, shape);
  }

  /** A float64 tensor: for gradient checks. */
  public static Tensor of(double[] values, long... shape) {
    return copied(DoubleBuffer.wrap(values), DataType.FLOAT64, shape);
  }

  /** An int64 tensor: token ids and targets. */
  public static Tensor of(long[] values, long... shape) {
    return copied(LongBuffer.wrap(values), DataType.INT64, shape);
  }

  private static Tensor copied(Buffer values, DataType type, long... shape) {
    return Torch.withoutGradient(
        () -> {
          try (NDArray overJavaMemory = Torch.root().create(values, new Shape(shape), type)) {
            return new Tensor(JniUtils.clone((PtNDArray) overJavaMemory));
          }
        });
  }

  /** A constant of one element, of this tensor's type, in the engine's own memory. */
  public Tensor scalar(double value) {
    PtNDManager root = Torch.root();
    return new Tensor(
        JniUtils.full(
            root, new Shape(1), value, array.getDataType(), root.getDevice(), SparseFormat.DENSE));
  }

  /** A constant of this tensor's floating type. */
  public Tensor constant(double[] values, long... shape) {
    if (array.getDataType() == DataType.FLOAT64) {
      return of(values, shape);
    }
    float[] narrowed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrowed[i] = (float) values[i];
    }
    return of(narrowed, shape);
  }

  public Tensor add(Tensor other) {
    return new Tensor(JniUtils.add(array, other.array));
  }

  public Tensor sub(Tensor other) {
    return new Tensor(JniUtils.sub(array, other.array));
  }

  public Tensor mul(Tensor other) {
    return new Tensor(JniUtils.mul(array, other.array));
  }

  public Tensor div(Tensor other) {
    return new Tensor(JniUtils.div(array, other.array));
  }

  public Tensor matMul(Tensor other) {
    return new Tensor(JniUtils.matmul(array, other.array));
  }

  /** {@code this · weightᵀ}, weight of shape (out, in). */
  public Tensor linear(Tensor weight) {
    return new Tensor(JniUtils.linear(array, weight.array, null));
  }

  /** Rows of {@code table} (rows, dim) at these int64 indices. */
  public Tensor embed(Tensor table) {
    return new Tensor(JniUtils.embedding(array, table.array, false));
  }

  public Tensor reshape(long... shape) {
    return new Tensor(JniUtils.reshape(array, shape));
  }

  public Tensor permute(long... axes) {
    return new Tensor(JniUtils.permute(array, axes));
  }

  /** Elements {@code [from, to)} of {@code axis}. */
  public Tensor slice(int axis, long from, long to) {
    return new Tensor(JniUtils.slice(array, axis, from, to, 1));
  }

  /** The tensors of {@code parts} side by side along {@code axis}. */
  public static Tensor concat(List<Tensor> parts, int axis) {
    PtNDArray[] arrays = parts.stream().map(Tensor::array).toArray(PtNDArray[]::new);
    return new Tensor(JniUtils.cat(arrays, axis));
  }

  /** Two equal halves of the last axis. */
  public Tensor[] halves() {
    long width = array.getShape().get(array.getShape().dimension() - 1);
    NDList parts = JniUtils.split(array, width / 2, array.getShape().dimension() - 1L);
    return new Tensor[] {new Tensor(parts.get(0)), new Tensor(parts.get(1))};
  }

  /** Over the last axis. */
  public Tensor softmax() {
    return new Tensor(JniUtils.softmax(array, -1, array.getDataType()));
  }

  /** Over the last axis. */
  public Tensor logSoftmax() {
    return new Tensor(JniUtils.logSoftmax(array, -1, array.getDataType()));
  }

  /** Along the last axis: the element that each int64 index of {@code indices} (…, 1) names. */
  public Tensor gather(Tensor indices) {
    return new Tensor(JniUtils.gather(array, indices.array, -1));
  }

  public Tensor sigmoid() {
    return new Tensor(JniUtils.sigmoid(array));
  }

  public Tensor square() {
    return new Tensor(JniUtils.square(array));
  }

  public Tensor sqrt() {
    return new Tensor(JniUtils.sqrt(array));
  }

  public Tensor neg() {
    return new Tensor(JniUtils.neg(array));
  }

  public Tensor sum() {
    return new Tensor(JniUtils.sum(array));
  }

  /** Mean over the last axis, which stays with length one. */
  public Tensor meanOfLastAxis() {
    return new Tensor(JniUtils.mean(array, -1, true));
  }

  /** Index of the largest element of the last axis. */
  public long[] argMax() {
    try (PtNDArray indices = JniUtils.argMax(array, -1, false)) {
      return indices.toLongArray();
    }
  }

  /** Marks a leaf whose gradient the next {@link #backward} shall collect. */
  public Tensor requireGradient() {
    array.setRequiresGradient(true);
    return this;
  }

  /** The gradient collected at this leaf so far. */
  public float[] gradient() {
    try (PtNDArray gradient = JniUtils.getGradient(array)) {
      return gradient.toFloatArray();
    }
  }

  /** As {@link #gradient}, of a float64 leaf. */
  public double[] gradient64() {
    try (PtNDArray gradient = JniUtils.getGradient(array)) {
      return gradient.toDoubleArray();
    }
  }

  /**
   * Vector–Jacobian product: adds d(this·outputGradient)/d(leaf) to every leaf that asked for it.
   */
  public void backward(Tensor outputGradient) {
    JniUtils.backward(array, outputGradient.array, false, false);
  }

  /** Backward from a scalar. */
  public void backward() {
    backward(scalar(1).reshape(shape()));
  }

  public float[] toFloats() {
    return array.toFloatArray();
  }

  public double[] toDoubles() {
    return array.toDoubleArray();
  }

  public long[] shape() {
    return array.getShape().getShape();
  }

  @Override
  public void close() {
    array.close();
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape());
  }
}
