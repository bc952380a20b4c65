package io.peerz.inference.engine.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/** Final norm and head of a model. */
final class HeadBlock implements AutoCloseable {
  private static final int MOST_ROWS = 16;

  private final GraphBlock graph;
  private final RowBuffer input;
  private final RowBuffer output;
  private final int width;
  private final int vocab;

  HeadBlock(ShardPack pack, NDManager manager) {
    this.graph = GraphBlock.load(pack.headModel());
    this.width = pack.config().geometry().dModel();
    this.vocab = pack.config().geometry().vocab();
    this.input = new RowBuffer(manager, ShardGraph.ROWS, MOST_ROWS, width);
    this.output = new RowBuffer(manager, ShardGraph.ROWS, MOST_ROWS, vocab);
  }

  List<float[]> logits(float[] rows, int[] rowIndexes) {
    List<float[]> all = new ArrayList<>(rowIndexes.length);
    for (int from = 0; from < rowIndexes.length; from += MOST_ROWS) {
      int count = Math.min(MOST_ROWS, rowIndexes.length - from);
      for (int i = 0; i < count; i++) {
        input.put(i, rows, rowIndexes[from + i] * width, 1);
      }
      graph.run(new NDList(input.view(count)), new NDList(output.view(count)));
      for (int i = 0; i < count; i++) {
        float[] logits = new float[vocab];
        output.get(i, logits, 0, 1);
        all.add(logits);
      }
    }
    return all;
  }

  @Override
  public void close() {
    graph.close();
  }
}
