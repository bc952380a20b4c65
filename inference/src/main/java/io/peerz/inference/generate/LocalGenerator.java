package io.peerz.inference.generate;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;
import static io.peerz.proof.error.ErrorCode.PROMPT_TOO_LONG;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.sample.Sampler;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.sample.TokenCounts;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Generates in this process over engines whose layer ranges follow each other and cover the model.
 * Blocks while it computes. The engines stay the caller's.
 */
public final class LocalGenerator {
  private final List<ShardEngine> engines;
  private final List<Optional<ShardAdapter>> adapters;
  private final Sampler sampler = new Sampler();

  public LocalGenerator(List<ShardEngine> engines) {
    this(engines, engines.stream().map(_ -> Optional.<ShardAdapter>empty()).toList());
  }

  /** The same through an adapter, cut as the engines are. */
  public LocalGenerator(List<ShardEngine> engines, List<Optional<ShardAdapter>> adapters) {
    this.engines = List.copyOf(engines);
    this.adapters = List.copyOf(adapters);
    int next = 0;
    for (ShardEngine engine : engines) {
      if (engine.layerStart() != next) {
        throw new IllegalArgumentException("no engine begins at layer " + next);
      }
      next = engine.layerEnd();
    }
    if (engines.isEmpty() || !engines.getLast().hasHead()) {
      throw new IllegalArgumentException("the engines do not reach the model's head");
    }
  }

  /** Generates until a stop token (not part of the result), the limit, or the context's end. */
  public List<Integer> generate(int[] prompt, SamplingParams params, Set<Integer> stopTokens) {
    return generate(prompt, params, stopTokens, _ -> {});
  }

  /** The same, handing each token out as it is chosen. */
  public List<Integer> generate(
      int[] prompt, SamplingParams params, Set<Integer> stopTokens, IntConsumer listener) {
    int context = context();
    Require.that(prompt.length > 0, BAD_REQUEST, "the prompt is empty; send at least one token.");
    if (prompt.length >= context) {
      throw new PeerzException(
          PROMPT_TOO_LONG,
          "the prompt has "
              + prompt.length
              + " tokens and the context "
              + context
              + ", which leaves no room for an answer; shorten the prompt.");
    }
    int positions = (int) Math.min(context, (long) prompt.length + params.maxTokens());
    List<KvCache> caches = new ArrayList<>();
    try {
      engines.forEach(engine -> caches.add(engine.openCache(positions)));
      return run(prompt, params, stopTokens, listener, caches, positions);
    } finally {
      caches.forEach(KvCache::close);
    }
  }

  private List<Integer> run(
      int[] prompt,
      SamplingParams params,
      Set<Integer> stopTokens,
      IntConsumer listener,
      List<KvCache> caches,
      int positions) {
    List<Integer> answer = new ArrayList<>();
    TokenCounts counts = new TokenCounts();
    int[] input = prompt;
    int position = prompt.length;
    while (true) {
      int token = sampler.sample(step(input, caches), params, position, counts);
      if (stopTokens.contains(token)) {
        return answer;
      }
      answer.add(token);
      counts.add(token);
      listener.accept(token);
      position++;
      if (position >= positions) {
        return answer;
      }
      input = new int[] {token};
    }
  }

  /** Runs tokens through all shards and returns the logits behind the last one. */
  private float[] step(int[] tokens, List<KvCache> caches) {
    float[] rows = engines.getFirst().embed(tokens);
    for (int i = 0; i < engines.size(); i++) {
      engines
          .get(i)
          .forward(List.of(new Segment(caches.get(i), rows, tokens.length, adapters.get(i))));
    }
    return engines.getLast().logits(rows, tokens.length - 1);
  }

  private int context() {
    return engines.stream().mapToInt(ShardEngine::maxPositions).min().orElseThrow();
  }

  /** Logits of a whole sequence's last position; for checks against a reference. */
  public float[] logits(int[] tokens) {
    List<KvCache> caches = new ArrayList<>();
    try {
      engines.forEach(engine -> caches.add(engine.openCache(tokens.length)));
      return step(Arrays.copyOf(tokens, tokens.length), caches);
    } finally {
      caches.forEach(KvCache::close);
    }
  }
}
