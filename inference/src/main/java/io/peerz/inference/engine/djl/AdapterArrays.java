package io.peerz.inference.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.LayerAdapter;
import io.peerz.inference.weights.LowRank;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.Projection;
import io.peerz.inference.weights.ShardAdapter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * An adapter as inputs of a shard's graph. Where query, key and value are one product, their narrow
 * matrices lie one below the other and the wide ones along a diagonal; scales are multiplied into
 * the wide ones.
 */
final class AdapterArrays implements AutoCloseable {
  private final NDManager manager;
  private final NDList arrays = new NDList();

  private AdapterArrays(NDManager manager) {
    this.manager = manager;
  }

  static AdapterArrays of(ShardAdapter adapter, ModelConfig config, NDManager parent) {
    AdapterArrays result = new AdapterArrays(parent.newSubManager());
    for (int i = 0; i < adapter.layers().size(); i++) {
      for (AdapterSite site : AdapterSite.values()) {
        result.add(adapter.layerStart() + i, site, adapter.layers().get(i), config);
      }
    }
    return result;
  }

  /** Matrices of rank 0, for a step without an adapter. */
  static AdapterArrays none(ModelConfig config, int layerStart, int layerEnd, NDManager parent) {
    LayerAdapter nothing = new LayerAdapter(Map.of());
    return of(
        new ShardAdapter(layerStart, layerEnd, Collections.nCopies(layerEnd - layerStart, nothing)),
        config,
        parent);
  }

  private void add(int layer, AdapterSite site, LayerAdapter adapter, ModelConfig config) {
    List<LowRank> parts = new ArrayList<>();
    List<Integer> columns = new ArrayList<>();
    int column = 0;
    for (Projection projection : site.projections()) {
      if (adapter.of(projection).isPresent()) {
        parts.add(adapter.of(projection).get());
        columns.add(column);
      }
      column += projection.outputs(config);
    }
    int rank = parts.stream().mapToInt(part -> part.a().rows()).sum();
    int inputs = site.inputs(config);
    int outputs = site.outputs(config);
    FloatBuffer narrow = floats((long) rank * inputs);
    FloatBuffer wide = floats((long) outputs * rank);
    int at = 0;
    for (int i = 0; i < parts.size(); i++) {
      LowRank part = parts.get(i);
      narrow.put(at * inputs, part.a().floats());
      putScaled(wide, rank, columns.get(i), at, part);
      at += part.a().rows();
    }
    add(site.narrow(layer), narrow, new Shape(rank, inputs));
    add(site.wide(layer), wide, new Shape(outputs, rank));
  }

  private static void putScaled(
      FloatBuffer wide, int rank, int firstRow, int firstCol, LowRank part) {
    Matrix b = part.b();
    for (int row = 0; row < b.rows(); row++) {
      for (int col = 0; col < b.cols(); col++) {
        wide.put((firstRow + row) * rank + firstCol + col, part.scale() * b.get(row, col));
      }
    }
  }

  private static FloatBuffer floats(long count) {
    int bytes = Math.toIntExact(Math.multiplyExact(count, Float.BYTES));
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private void add(String name, FloatBuffer values, Shape shape) {
    NDArray array = manager.create(values, shape);
    array.setName(name);
    arrays.add(array);
  }

  NDList inputs() {
    return arrays;
  }

  @Override
  public void close() {
    manager.close();
  }
}
