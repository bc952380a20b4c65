package io.peerz.finetune.evaluate;

import io.peerz.finetune.credit.HeldOutLosses;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.Layout;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.inference.weights.ShardWeights;
import java.util.List;

/**
 * Losses of the learned tokens of held-out examples, one figure per batch of examples, by the
 * engine whose bits are the same everywhere. Blocks and computes; call it from a worker thread.
 */
public final class ExactHeldOutLosses implements HeldOutLosses {
  private final ShardWeights base;
  private final LoraConfig lora;
  private final Layout layout;
  private final float[] adapter;
  private final List<List<TokenizedExample>> batches;
  private final int threads;

  /**
   * Measures around one adapter.
   *
   * @param base the whole model
   * @param adapter the round's adapter, to which updates are added
   * @param batches held-out examples, cut the same way by every evaluator
   * @param threads of the engine; changes no figure
   */
  public ExactHeldOutLosses(
      ShardWeights base,
      LoraConfig lora,
      ParameterSet adapter,
      List<List<TokenizedExample>> batches,
      int threads) {
    this.base = base;
    this.lora = lora;
    this.layout = Layout.of(adapter);
    this.adapter = layout.flatten(adapter);
    this.batches = batches.stream().map(List::copyOf).toList();
    this.threads = threads;
  }

  @Override
  public long[] nanoNats(float[] update) {
    float[] moved = new float[adapter.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = adapter[i] + update[i];
    }
    try (AdaptedModel model = new AdaptedModel(base, lora, layout.unflatten(moved), threads)) {
      return batches.stream().mapToLong(batch -> meanLoss(model, batch)).toArray();
    }
  }

  private static long meanLoss(AdaptedModel model, List<TokenizedExample> batch) {
    long sum = 0;
    long counted = 0;
    for (TokenizedExample example : batch) {
      sum = Math.addExact(sum, model.loss(example));
      counted += AdaptedModel.learned(example).length;
    }
    return counted == 0 ? TokenLoss.WORST : Math.floorDiv(sum, counted);
  }
}
