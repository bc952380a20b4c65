package io.peerz.audit.second;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.RopeScaling;
import io.peerz.inference.model.Variations;
import io.peerz.inference.weights.LayerWeights;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The layers of a shard in TensorFlow: another program, another order of sums, other kernels. Its
 * numbers are near the exact engine's, not equal to them. Plain Llama shapes only. Owned by one
 * thread; closing frees native memory.
 */
public final class TensorFlowShard implements AutoCloseable {
  private static final float MASKED = -1e30f;

  private final ModelConfig config;
  private final Geometry g;
  private final EagerSession session = EagerSession.create();
  private final Ops tf = Ops.create(session);
  private final List<Layer> layers = new ArrayList<>();

  private record Layer(
      Operand<TFloat32> attentionNorm,
      Operand<TFloat32> query,
      Operand<TFloat32> key,
      Operand<TFloat32> value,
      Operand<TFloat32> output,
      Operand<TFloat32> feedForwardNorm,
      Operand<TFloat32> gate,
      Operand<TFloat32> up,
      Operand<TFloat32> down) {}

  public TensorFlowShard(ShardWeights weights) {
    this.config = weights.config();
    this.g = config.geometry();
    Require.that(
        config.ropeScaling() instanceof RopeScaling.None
            && config.variations().equals(Variations.NONE),
        ErrorCode.BAD_REQUEST,
        "the second engine knows plain rotary positions and Llama's own arithmetic only");
    weights.layers().forEach(layer -> layers.add(load(layer)));
  }

  private Layer load(LayerWeights w) {
    Require.that(
        w.bias().isEmpty() && w.headNorm().isEmpty(),
        ErrorCode.BAD_REQUEST,
        "the second engine knows layers without bias and head norms only");
    return new Layer(
        matrix(w.attentionNorm()),
        matrix(w.query()),
        matrix(w.key()),
        matrix(w.value()),
        matrix(w.output()),
        matrix(w.feedForwardNorm()),
        matrix(w.gate()),
        matrix(w.up()),
        matrix(w.down()));
  }

  private Operand<TFloat32> matrix(Matrix m) {
    float[] values = new float[m.rows() * m.cols()];
    for (int row = 0; row < m.rows(); row++) {
      m.copyRow(row, values, row * m.cols());
    }
    return floats(values, m.rows(), m.cols());
  }

  private Operand<TFloat32> floats(float[] values, long... shape) {
    return tf.constant(Shape.of(shape), DataBuffers.of(values));
  }

  /** Output rows (positions, dModel) for the input rows of positions 0, 1, … */
  public float[] forward(float[] rows) {
    int positions = rows.length / g.dModel();
    Operand<TFloat32> hidden = floats(rows, positions, g.dModel());
    for (Layer layer : layers) {
      hidden = tf.math.add(hidden, attend(hidden, layer, positions));
      hidden = tf.math.add(hidden, feedForward(hidden, layer));
    }
    float[] result = new float[rows.length];
    hidden.asTensor().asRawTensor().data().asFloats().read(result);
    return result;
  }

  private Operand<TFloat32> attend(Operand<TFloat32> hidden, Layer layer, int positions) {
    Operand<TFloat32> normed = norm(hidden, layer.attentionNorm());
    Operand<TFloat32> q = rotate(heads(times(normed, layer.query()), positions, g.heads()));
    Operand<TFloat32> k = rotate(heads(times(normed, layer.key()), positions, g.kvHeads()));
    Operand<TFloat32> v = heads(times(normed, layer.value()), positions, g.kvHeads());
    int group = g.heads() / g.kvHeads();
    Operand<TFloat32> scores =
        tf.train.batchMatMul(q, repeat(k, group), TFloat32.class, BatchMatMul.adjY(true));
    Operand<TFloat32> scaled =
        tf.math.mul(scores, tf.constant((float) (1 / Math.sqrt(g.headDim()))));
    Operand<TFloat32> weights = tf.nn.softmax(tf.math.add(scaled, mask(positions)));
    Operand<TFloat32> mixed = tf.train.batchMatMul(weights, repeat(v, group), TFloat32.class);
    Operand<TFloat32> joined =
        tf.reshape(
            tf.linalg.transpose(mixed, tf.constant(new int[] {1, 0, 2})),
            tf.constant(new int[] {positions, g.heads() * g.headDim()}));
    return times(joined, layer.output());
  }

  private Operand<TFloat32> feedForward(Operand<TFloat32> hidden, Layer layer) {
    Operand<TFloat32> normed = norm(hidden, layer.feedForwardNorm());
    Operand<TFloat32> gate = times(normed, layer.gate());
    Operand<TFloat32> activated = tf.math.mul(gate, tf.math.sigmoid(gate));
    return times(tf.math.mul(activated, times(normed, layer.up())), layer.down());
  }

  private Operand<TFloat32> norm(Operand<TFloat32> x, Operand<TFloat32> weight) {
    Operand<TFloat32> square =
        tf.math.mean(tf.math.square(x), tf.constant(1), org.tensorflow.op.math.Mean.keepDims(true));
    Operand<TFloat32> scale = tf.math.rsqrt(tf.math.add(square, tf.constant(config.rmsNormEps())));
    return tf.math.mul(tf.math.mul(x, scale), weight);
  }

  /** x W^T. */
  private Operand<TFloat32> times(Operand<TFloat32> x, Operand<TFloat32> w) {
    return tf.linalg.matMul(x, w, MatMul.transposeB(true));
  }

  /** (positions, heads * headDim) to (heads, positions, headDim). */
  private Operand<TFloat32> heads(Operand<TFloat32> x, int positions, int heads) {
    Operand<TInt32> shape = tf.constant(new int[] {positions, heads, g.headDim()});
    return tf.linalg.transpose(tf.reshape(x, shape), tf.constant(new int[] {1, 0, 2}));
  }

  /** Each key head serves a group of query heads that follow each other. */
  private Operand<TFloat32> repeat(Operand<TFloat32> x, int group) {
    if (group == 1) {
      return x;
    }
    int[] owners = new int[g.heads()];
    for (int head = 0; head < owners.length; head++) {
      owners[head] = head / group;
    }
    return tf.gather(x, tf.constant(owners), tf.constant(0));
  }

  /** Turns elements i and i + headDim/2 by position * theta^(-2i/headDim). */
  private Operand<TFloat32> rotate(Operand<TFloat32> x) {
    int positions = (int) x.shape().get(1);
    int half = g.headDim() / 2;
    float[] cos = new float[positions * g.headDim()];
    float[] sin = new float[cos.length];
    for (int position = 0; position < positions; position++) {
      for (int i = 0; i < g.headDim(); i++) {
        double frequency = Math.pow(config.ropeTheta(), -2.0 * (i % half) / g.headDim());
        cos[position * g.headDim() + i] = (float) Math.cos(position * frequency);
        double direction = i < half ? -1 : 1;
        sin[position * g.headDim() + i] = (float) (direction * Math.sin(position * frequency));
      }
    }
    int[] swapped = new int[g.headDim()];
    for (int i = 0; i < swapped.length; i++) {
      swapped[i] = (i + half) % g.headDim();
    }
    Operand<TFloat32> other = tf.gather(x, tf.constant(swapped), tf.constant(2));
    return tf.math.add(
        tf.math.mul(x, floats(cos, 1, positions, g.headDim())),
        tf.math.mul(other, floats(sin, 1, positions, g.headDim())));
  }

  private Operand<TFloat32> mask(int positions) {
    float[] values = new float[positions * positions];
    for (int row = 0; row < positions; row++) {
      for (int col = row + 1; col < positions; col++) {
        values[row * positions + col] = MASKED;
      }
    }
    return floats(values, 1, positions, positions);
  }

  @Override
  public void close() {
    session.close();
  }
}
