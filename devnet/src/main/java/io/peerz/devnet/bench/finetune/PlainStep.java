package io.peerz.devnet.bench.finetune;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.peerz.finetune.model.Batch;
import io.peerz.finetune.model.LlamaLayout;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The step as one writes it with the library alone: one graph over all layers, scores of all tokens
 * over the vocabulary, one backward pass, AdamW on arrays.
 */
final class PlainStep implements Contestant {
  private final NDManager manager;
  private final PlainLlama model;
  private final PlainAdamW optimizer;

  PlainStep(TrainingShape shape) {
    Torch.start(); // offline and with sleeping threads, as for the other contestant
    this.manager = Engine.getEngine("PyTorch").newBaseManager();
    Map<String, NDArray> base = arrays(LlamaLayout.stream(shape.config(), BASE_SEED));
    Map<String, NDArray> adapter =
        arrays(TrainingShape.LORA.initial(shape.config(), ADAPTER_SEED).all().stream());
    adapter.values().forEach(array -> array.setRequiresGradient(true));
    this.model = new PlainLlama(manager, shape.config(), shape.tokens(), base, adapter);
    this.optimizer = new PlainAdamW(List.copyOf(adapter.values()));
  }

  private Map<String, NDArray> arrays(Stream<Parameter> parameters) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    parameters.forEach(
        p -> {
          int[] shape = p.shape();
          long[] wide = new long[shape.length];
          for (int i = 0; i < shape.length; i++) {
            wide[i] = shape[i];
          }
          // create() borrows Java memory, duplicate() owns what it has.
          try (NDArray borrowed = manager.create(p.values(), new Shape(wide))) {
            arrays.put(p.name(), borrowed.duplicate());
          }
        });
    return arrays;
  }

  @Override
  public double step(Batch batch) {
    return Torch.withoutGradient(
        () -> {
          double loss = backward(batch);
          optimizer.step(LEARNING_RATE);
          return loss;
        });
  }

  private double backward(Batch batch) {
    try (NDScope _ = new NDScope();
        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray ids = manager.create(batch.inputs(), new Shape(batch.rows(), batch.tokens()));
      NDArray targets = manager.create(batch.targets(), new Shape(batch.targets().length, 1));
      NDArray loss = model.loss(ids, targets);
      collector.backward(loss);
      return loss.getFloat();
    }
  }
}
