package io.peerz.devnet.bench.engine;

import io.peerz.proof.cost.Geometry;

/**
 * What one decode step of a batch must read and multiply, whoever computes it.
 *
 * @param bytes weights once, adapters once each, keys and values of every sequence
 * @param macs multiply-accumulates of all rows
 */
record StepWork(double bytes, double macs) {
  /** Of adapters on all seven maps of a layer. */
  static final int RANK = 16;

  static StepWork of(BenchShape whole, Format format, Question question) {
    BenchShape shape = whole.withLayers(question.layers());
    Geometry g = shape.geometry();
    double weights = shape.weightsPerToken();
    double keys = (double) g.layers() * g.kvHeads() * g.headDim() * question.behind();
    double scores = (double) g.layers() * g.heads() * g.headDim() * question.behind();
    double adapter = question.adapters() == 0 ? 0 : adapterWeights(g);
    return new StepWork(
        format.ggmlBytes((long) weights)
            + Float.BYTES * (adapter * question.adapters() + 2 * keys * question.batch()),
        question.batch() * (weights + 2 * scores + adapter));
  }

  private static double adapterWeights(Geometry g) {
    double query = (double) g.heads() * g.headDim();
    double key = (double) g.kvHeads() * g.headDim();
    double ends = 4.0 * g.dModel() + 2 * query + 2 * key + 3.0 * (g.dModel() + g.dFf());
    return g.layers() * RANK * ends;
  }

  /** The time that no program can beat on a machine of these rates. */
  double leastSeconds(double bytesPerSecond, double macsPerSecond) {
    return Math.max(bytes / bytesPerSecond, macs / macsPerSecond);
  }
}
