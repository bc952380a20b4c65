package io.peerz.inference.engine.djl;

import static io.peerz.inference.engine.djl.GraphWriter.RUNTIME;

import io.peerz.inference.engine.djl.GraphWriter.Attribute;
import io.peerz.inference.weights.QuantBlocks;
import java.util.List;

/** Adds matrix products to a graph, with the matrices of a {@link PackLayout}. */
final class LinearNodes {
  /** Activations are rounded to eight bits by blocks, as the exact engine does. */
  private static final int INTEGER_SUMS = 4;

  private final GraphWriter graph;
  private final PackLayout layout;
  private final String file;

  LinearNodes(GraphWriter graph, PackLayout layout, String file) {
    this.graph = graph;
    this.layout = layout;
    this.file = file;
  }

  /** Makes a vector or the parts of a matrix known to the graph. */
  void constants(String name) {
    layout.partsOf(name).forEach(part -> graph.constant(part, file));
  }

  /** x (…, cols) times the transpose of the named (rows, cols) matrix. */
  String multiply(String x, String name, int rows, int cols, String output) {
    constants(name);
    if (!layout.form().isBlocks()) {
      return product(x, name, output);
    }
    return graph.node(
        RUNTIME,
        "MatMulNBits",
        output,
        List.of(x, PackLayout.quanta(name), PackLayout.scales(name)),
        Attribute.of("K", cols),
        Attribute.of("N", rows),
        Attribute.of("bits", layout.form().bits()),
        Attribute.of("block_size", QuantBlocks.BLOCK),
        Attribute.of("accuracy_level", INTEGER_SUMS));
  }

  /** x (…, cols) times the transpose of a float32 matrix (rows, cols). */
  String product(String x, String matrix, String output) {
    return graph.node(
        RUNTIME, "FusedMatMul", output, List.of(x, matrix), Attribute.of("transB", 1));
  }
}
