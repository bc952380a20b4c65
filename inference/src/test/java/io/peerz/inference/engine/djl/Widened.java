package io.peerz.inference.engine.djl;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.LayerWeights;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.ShardWeights;

/** Rounded weights as the float32 numbers that they stand for. */
final class Widened {
  private static final int FLOAT32 = 0;

  private Widened() {}

  static ShardWeights of(ShardWeights rounded) {
    ModelConfig c = rounded.config();
    return new ShardWeights(
        new ModelConfig(
            c.family(),
            c.geometry().withWeightDtype(FLOAT32),
            c.rmsNormEps(),
            c.ropeTheta(),
            c.ropeScaling(),
            c.maxPositions(),
            c.tiedHead(),
            c.variations()),
        rounded.layerStart(),
        rounded.layerEnd(),
        rounded.embedding().map(Widened::matrix),
        rounded.layers().stream().map(Widened::layer).toList(),
        rounded.head().map(head -> new ShardWeights.Head(head.norm(), matrix(head.matrix()))));
  }

  private static LayerWeights layer(LayerWeights w) {
    return new LayerWeights(
        w.attentionNorm(),
        matrix(w.query()),
        matrix(w.key()),
        matrix(w.value()),
        matrix(w.output()),
        w.feedForwardNorm(),
        w.feedForward().map(Widened::matrix),
        w.bias(),
        w.headNorm(),
        w.outputNorms());
  }

  private static Matrix matrix(Matrix matrix) {
    float[] values = new float[matrix.rows() * matrix.cols()];
    for (int row = 0; row < matrix.rows(); row++) {
      matrix.copyRow(row, values, row * matrix.cols());
    }
    return Matrix.ofFloats(matrix.rows(), matrix.cols(), values);
  }
}
