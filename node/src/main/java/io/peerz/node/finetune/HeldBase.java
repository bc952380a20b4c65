package io.peerz.node.finetune;

import io.peerz.finetune.model.LlamaCheckpoint;
import io.peerz.finetune.remote.LentLayers;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.finetune.tensor.Torch;
import io.peerz.inference.weights.ModelFolder;

/**
 * The layers of the base that this process trains with, its own units' and its guests', and the one
 * thread that computes them. PyTorch and the weights are loaded when they are first asked for.
 * Thread-safe.
 */
final class HeldBase implements AutoCloseable {
  /** Small models keep all activations; deep ones recompute a layer at a time. */
  private static final int MOST_KEPT_LAYERS = 8;

  private final ModelFolder model;
  private final int layerStart;
  private final int layerEnd;
  private final int threads;
  private final TensorThread thread = new TensorThread();
  private BaseWeights weights;

  HeldBase(ModelFolder model, int layerStart, int layerEnd, int threads) {
    this.model = model;
    this.layerStart = layerStart;
    this.layerEnd = layerEnd;
    this.threads = threads;
  }

  TensorThread thread() {
    return thread;
  }

  synchronized BaseWeights weights() {
    if (weights == null) {
      Torch.threads(threads);
      weights = BaseWeights.of(model.loadLayers(layerStart, layerEnd));
    }
    return weights;
  }

  /** Some of these layers, to be trained through; refused where the model cannot be trained. */
  LentLayers lent(int start, int end) {
    return new LentLayers(
        model.manifest().modelId(),
        LlamaCheckpoint.config(model.config()),
        start,
        end,
        this::weights,
        thread,
        layersPerPiece());
  }

  int layersPerPiece() {
    int layers = layerEnd - layerStart;
    return layers <= MOST_KEPT_LAYERS ? layers : 1;
  }

  @Override
  public synchronized void close() {
    thread.close();
    if (weights != null) {
      weights.close();
    }
  }
}
