package io.peerz.inference.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.peerz.inference.model.ModelConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;

/** Tells the graph which rows and which keys and values each of its lanes has in a step. */
final class Lanes {
  private final int layerStart;
  private final int layers;
  private final LongBuffer counts = direct(ShardGraph.LANES * Long.BYTES).asLongBuffer();
  private final LongBuffer kept = direct(2 * Long.BYTES).asLongBuffer();
  private final IntBuffer lengths = direct(2 * ShardGraph.LANES * Integer.BYTES).asIntBuffer();
  private final NDList always = new NDList();
  private final List<RowBuffer> idleRows = new ArrayList<>();

  /** Keys and values of each lane, layer by layer, for the steps in which it is idle. */
  private final List<NDList> idleCaches = new ArrayList<>();

  Lanes(ShardPack pack, NDManager manager) {
    this.layerStart = pack.layerStart();
    this.layers = pack.layerEnd() - pack.layerStart();
    always.add(named(ShardGraph.COUNTS, manager.create(counts, new Shape(ShardGraph.LANES))));
    always.add(named(ShardGraph.KEPT, manager.create(kept, new Shape(2))));
    for (int width : ShardGraph.idleWidths(pack.config())) {
      idleRows.add(new RowBuffer(manager, ShardGraph.idle(width), ShardGraph.LANES, width));
    }
    for (int lane = 0; lane < ShardGraph.LANES; lane++) {
      IntBuffer last = lengths.slice(2 * lane, 1);
      IntBuffer total = lengths.slice(2 * lane + 1, 1);
      always.add(named(ShardGraph.last(lane), manager.create(last, new Shape(1))));
      always.add(named(ShardGraph.total(lane), manager.create(total, new Shape(1))));
      idleCaches.add(idleCache(pack.config(), lane, manager));
    }
  }

  private NDList idleCache(ModelConfig config, int lane, NDManager manager) {
    int kvHeads = config.geometry().kvHeads();
    int headDim = config.geometry().headDim();
    Shape onePosition = new Shape(1, kvHeads, 1, headDim);
    FloatBuffer nothing = direct(kvHeads * headDim * Float.BYTES).asFloatBuffer();
    NDList arrays = new NDList();
    for (int layer = layerStart; layer < layerStart + layers; layer++) {
      for (String name : List.of(ShardGraph.keys(layer, lane), ShardGraph.values(layer, lane))) {
        arrays.add(named(name, manager.create(nothing.duplicate(), onePosition)));
      }
    }
    return arrays;
  }

  private static NDArray named(String name, NDArray array) {
    array.setName(name);
    return array;
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Gives each piece a lane, in their order; they must be no more than there are lanes. */
  void assign(List<StepPlan.Piece> step, NDList inputs, NDList outputs) {
    int idle = ShardGraph.LANES - step.size();
    kept.put(0, step.stream().mapToInt(StepPlan.Piece::count).sum()).put(1, idle);
    inputs.addAll(always);
    idleRows.forEach(rows -> inputs.add(rows.view(idle)));
    for (int lane = 0; lane < ShardGraph.LANES; lane++) {
      if (lane < step.size()) {
        StepPlan.Piece piece = step.get(lane);
        set(lane, piece.count(), piece.total());
        NDList cache = cache((NativeCache) piece.segment().cache(), lane);
        inputs.addAll(cache);
        outputs.addAll(cache);
      } else {
        set(lane, 1, 1);
        inputs.addAll(idleCaches.get(lane));
        outputs.addAll(idleCaches.get(lane));
      }
    }
  }

  private void set(int lane, int rows, int total) {
    counts.put(lane, rows);
    lengths.put(2 * lane, total - 1).put(2 * lane + 1, total);
  }

  /** A session's keys and values under the lane's names for them. */
  private NDList cache(NativeCache cache, int lane) {
    NDList names = idleCaches.get(lane);
    NDList arrays = new NDList();
    for (int layer = 0; layer < layers; layer++) {
      arrays.add(cache.keys(layer, names.get(2 * layer).getName()));
      arrays.add(cache.values(layer, names.get(2 * layer + 1).getName()));
    }
    return arrays;
  }
}
