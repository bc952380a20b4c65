package io.peerz.inference.engine.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.peerz.inference.engine.Segment;
import java.util.List;

/** The layers of a shard, with the memory of one step. Owned by its engine. */
final class LayerBlock implements AutoCloseable {
  private static final int MOST_ROWS = 256;
  private static final int FEWEST_ROWS = 32;

  /** Attention keeps rows * capacity scores of each head at once. */
  private static final int MOST_SCORES = 1 << 20;

  private final ShardPack pack;
  private GraphBlock graph;
  private boolean isAdapted;
  private final RotaryTables rotary;
  private final Lanes lanes;
  private final RowBuffer input;
  private final RowBuffer output;
  private final int width;

  LayerBlock(ShardPack pack, int maxPositions, NDManager manager) {
    this.pack = pack;
    this.graph = GraphBlock.load(pack.layersModel());
    this.rotary = RotaryTables.of(pack.config(), maxPositions, manager);
    this.lanes = new Lanes(pack, manager);
    this.width = pack.config().geometry().dModel();
    this.input = new RowBuffer(manager, ShardGraph.ROWS, MOST_ROWS, width);
    this.output = new RowBuffer(manager, ShardGraph.ROWS, MOST_ROWS, width);
  }

  /**
   * From now on steps have an adapter's matrices, of rank 0 for none. That takes a few percent of
   * every step, so the graph that knows adapters is loaded with the first one that comes; both at
   * once would need twice the memory.
   */
  void adapt() {
    if (!isAdapted) {
      graph.close();
      graph = GraphBlock.load(pack.adaptedModel());
      isAdapted = true;
    }
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
    NDList inputs = new NDList(rotary.cos(), rotary.sin());
    NDList outputs = new NDList();
    if (isAdapted) {
      inputs.addAll(adapter);
    }
    lanes.assign(step, inputs, outputs);
    int rows = 0;
    for (StepPlan.Piece piece : step) {
      input.put(rows, piece.segment().rows(), piece.from() * width, piece.count());
      rows += piece.count();
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

  @Override
  public void close() {
    graph.close();
  }
}
