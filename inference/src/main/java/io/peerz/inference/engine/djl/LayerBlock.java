package io.peerz.inference.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.peerz.inference.engine.Segment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;

/** The layers of a shard, with the memory of one step. Owned by its engine. */
final class LayerBlock implements AutoCloseable {
  private static final int MOST_ROWS = 256;
  private static final int FEWEST_ROWS = 32;

  /** Attention keeps rows * capacity scores of each head at once. */
  private static final int MOST_SCORES = 1 << 20;

  private final GraphBlock graph;
  private final ShardPack pack;
  private final RotaryTables rotary;
  private final RowBuffer input;
  private final RowBuffer output;
  private final LongBuffer counts;
  private final NDArray countsArray;
  private final IntBuffer lengths;
  private final NDArray[] lasts = new NDArray[ShardGraph.LANES];
  private final NDArray[] totals = new NDArray[ShardGraph.LANES];

  private final NDArray[][] idle = new NDArray[ShardGraph.LANES][];

  LayerBlock(ShardPack pack, int maxPositions, NDManager manager) {
    this.pack = pack;
    this.graph = GraphBlock.load(pack.layersModel());
    this.rotary = RotaryTables.of(pack.config(), maxPositions, manager);
    int width = pack.config().geometry().dModel();
    this.input = new RowBuffer(manager, MOST_ROWS, width);
    this.output = new RowBuffer(manager, MOST_ROWS, width);
    this.counts = direct(ShardGraph.LANES * Long.BYTES).asLongBuffer();
    this.countsArray = manager.create(counts, new Shape(ShardGraph.LANES));
    this.countsArray.setName(ShardGraph.COUNTS);
    this.lengths = direct(2 * ShardGraph.LANES * Integer.BYTES).asIntBuffer();
    for (int lane = 0; lane < ShardGraph.LANES; lane++) {
      lasts[lane] = manager.create(lengths.slice(2 * lane, 1), new Shape(1));
      lasts[lane].setName(ShardGraph.last(lane));
      totals[lane] = manager.create(lengths.slice(2 * lane + 1, 1), new Shape(1));
      totals[lane].setName(ShardGraph.total(lane));
      idle[lane] = idle(lane, manager);
    }
  }

  /** What an idle lane has for keys and values. */
  private NDArray[] idle(int lane, NDManager manager) {
    int kvHeads = pack.config().geometry().kvHeads();
    int headDim = pack.config().geometry().headDim();
    FloatBuffer nothing = direct(kvHeads * headDim * Float.BYTES).asFloatBuffer();
    List<NDArray> arrays = new ArrayList<>();
    for (int layer = pack.layerStart(); layer < pack.layerEnd(); layer++) {
      for (String name : List.of(ShardGraph.keys(layer, lane), ShardGraph.values(layer, lane))) {
        NDArray array = manager.create(nothing.duplicate(), new Shape(1, kvHeads, 1, headDim));
        array.setName(name);
        arrays.add(array);
      }
    }
    return arrays.toArray(NDArray[]::new);
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Replaces the segments' rows and writes behind what their caches hold. */
  void forward(List<Segment> segments, NDList adapter) {
    int capacity = segments.stream().mapToInt(s -> s.cache().capacity()).max().orElseThrow();
    int mostRows = Math.clamp(MOST_SCORES / capacity, FEWEST_ROWS, MOST_ROWS);
    for (List<StepPlan.Piece> step : StepPlan.of(segments, ShardGraph.LANES, mostRows)) {
      run(step, adapter);
    }
  }

  private void run(List<StepPlan.Piece> step, NDList adapter) {
    int width = pack.config().geometry().dModel();
    NDList inputs = new NDList(countsArray, rotary.cos(), rotary.sin());
    inputs.addAll(adapter);
    NDList outputs = new NDList();
    int rows = 0;
    for (int lane = 0; lane < ShardGraph.LANES; lane++) {
      inputs.add(lasts[lane]);
      inputs.add(totals[lane]);
      if (lane >= step.size()) {
        counts.put(lane, 0);
        lengths.put(2 * lane, 0).put(2 * lane + 1, 1);
        inputs.addAll(List.of(idle[lane]));
      }
    }
    for (int lane = 0; lane < step.size(); lane++) {
      StepPlan.Piece piece = step.get(lane);
      input.put(rows, piece.segment().rows(), piece.from() * width, piece.count());
      rows += piece.count();
      counts.put(lane, piece.count());
      lengths.put(2 * lane, piece.total() - 1);
      lengths.put(2 * lane + 1, piece.total());
      addCache((NativeCache) piece.segment().cache(), lane, inputs, outputs);
    }
    inputs.add(input.view(rows));
    outputs.add(output.view(rows));
    graph.run(inputs, outputs);
    int row = 0;
    for (StepPlan.Piece piece : step) {
      output.get(row, piece.segment().rows(), piece.from() * width, piece.count());
      row += piece.count();
    }
  }

  private void addCache(NativeCache cache, int lane, NDList inputs, NDList outputs) {
    int layers = pack.layerEnd() - pack.layerStart();
    for (int layer = 0; layer < layers; layer++) {
      int ofModel = pack.layerStart() + layer;
      NDArray keys = cache.keys(layer, ShardGraph.keys(ofModel, lane));
      NDArray values = cache.values(layer, ShardGraph.values(ofModel, lane));
      inputs.addAll(List.of(keys, values));
      outputs.addAll(List.of(keys, values));
    }
  }

  @Override
  public void close() {
    graph.close();
  }
}
