package io.peerz.finetune.evaluate;

import io.peerz.finetune.credit.HeldOutLosses;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.Layout;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.weights.ShardWeights;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
    ShardWeights merged = MergedWeights.of(base, lora, layout.unflatten(moved));
    try (ExactEngine engine =
        new ExactEngine(merged, EngineConfig.defaults().withThreads(threads))) {
      return batches.stream().mapToLong(batch -> meanLoss(engine, batch)).toArray();
    }
  }

  private static long meanLoss(ExactEngine engine, List<TokenizedExample> batch) {
    long sum = 0;
    long counted = 0;
    for (TokenizedExample example : batch) {
      int[] learned =
          IntStream.range(1, example.length()).filter(i -> example.learned()[i]).toArray();
      sum = Math.addExact(sum, sumOfLosses(engine, example, learned));
      counted += learned.length;
    }
    return Math.floorDiv(sum, counted);
  }

  /** Sum of the losses of predicting the tokens at {@code learned} from those before them. */
  private static long sumOfLosses(ExactEngine engine, TokenizedExample example, int[] learned) {
    int inputs = example.length() - 1;
    float[] rows = engine.embed(Arrays.copyOf(example.tokens(), inputs));
    try (KvCache cache = engine.openCache(inputs)) {
      engine.forward(List.of(new Segment(cache, rows, inputs)));
    }
    int[] positions = IntStream.of(learned).map(i -> i - 1).toArray();
    List<float[]> logits = engine.logits(rows, positions);
    long sum = 0;
    for (int k = 0; k < learned.length; k++) {
      long loss = TokenLoss.nanoNats(logits.get(k), example.tokens()[learned[k]]);
      sum = Math.addExact(sum, loss);
    }
    return sum;
  }
}
