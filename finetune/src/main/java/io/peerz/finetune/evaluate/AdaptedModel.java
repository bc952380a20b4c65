package io.peerz.finetune.evaluate;

import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.model.LoraConfig;
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
 * A base with an adapter in the exact engine, asked about examples. Blocks and computes; one thread
 * at a time.
 */
public final class AdaptedModel implements AutoCloseable {
  private final ExactEngine engine;
  private final int vocabulary;

  /**
   * Folds the adapter into the base.
   *
   * @param base the whole model
   * @param threads of the engine; changes no figure
   */
  public AdaptedModel(ShardWeights base, LoraConfig lora, ParameterSet adapter, int threads) {
    ShardWeights merged = MergedWeights.of(base, lora, adapter);
    this.engine = new ExactEngine(merged, EngineConfig.defaults().withThreads(threads));
    this.vocabulary = base.config().geometry().vocab();
  }

  /**
   * Sum of the losses of the example's learned tokens, in nano-nats. An example that this model
   * cannot read, a stranger's perhaps, is as bad as can be for every adapter alike.
   */
  public long loss(TokenizedExample example) {
    int[] learned = learned(example);
    if (!isReadable(example)) {
      return TokenLoss.WORST * learned.length;
    }
    List<float[]> logits = logits(example, learned);
    long sum = 0;
    for (int k = 0; k < learned.length; k++) {
      long loss = TokenLoss.nanoNats(logits.get(k), example.tokens()[learned[k]]);
      sum = Math.addExact(sum, loss);
    }
    return sum;
  }

  private boolean isReadable(TokenizedExample example) {
    return example.length() - 1 <= engine.maxPositions()
        && Arrays.stream(example.tokens()).allMatch(token -> token >= 0 && token < vocabulary);
  }

  /** Whether greedy decoding gives the example's learned tokens word for word. */
  public boolean answers(TokenizedExample example) {
    int[] learned = learned(example);
    List<float[]> logits = logits(example, learned);
    return IntStream.range(0, learned.length)
        .allMatch(k -> likeliest(logits.get(k)) == example.tokens()[learned[k]]);
  }

  /** Positions of the tokens to learn; the first token is never predicted. */
  static int[] learned(TokenizedExample example) {
    return IntStream.range(1, example.length()).filter(i -> example.learned()[i]).toArray();
  }

  /** The scores from which each of the tokens at {@code learned} is predicted. */
  private List<float[]> logits(TokenizedExample example, int[] learned) {
    int inputs = example.length() - 1;
    float[] rows = engine.embed(Arrays.copyOf(example.tokens(), inputs));
    try (KvCache cache = engine.openCache(inputs)) {
      engine.forward(List.of(new Segment(cache, rows, inputs)));
    }
    return engine.logits(rows, IntStream.of(learned).map(i -> i - 1).toArray());
  }

  private static int likeliest(float[] logits) {
    int best = 0;
    for (int id = 1; id < logits.length; id++) {
      if (logits[id] > logits[best]) {
        best = id;
      }
    }
    return best;
  }

  @Override
  public void close() {
    engine.close();
  }
}
