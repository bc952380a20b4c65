package io.peerz.inference.serve;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.grammar.AnswerGuard;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.sample.TokenCounts;
import io.peerz.inference.weights.ShardAdapter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One step of one session on its way through an engine. The session's thread waits on {@link
 * #outcome}, and touches cache and counts again only after it completed.
 */
final class EngineWork {
  /** How to draw the token after the last position. */
  record Sampling(
      SamplingParams params, TokenCounts earlier, Optional<AnswerGuard> guard, long position) {}

  private final KvCache cache;
  private final Optional<ShardAdapter> adapter;
  private final EngineInput input;
  private final Optional<Sampling> sampling;
  private final long queuedAtNanos = System.nanoTime();
  private final CompletableFuture<EngineOutput> outcome = new CompletableFuture<>();

  EngineWork(KvCache cache, EngineInput input, Optional<Sampling> sampling) {
    this(cache, Optional.empty(), input, sampling);
  }

  EngineWork(
      KvCache cache,
      Optional<ShardAdapter> adapter,
      EngineInput input,
      Optional<Sampling> sampling) {
    this.cache = cache;
    this.adapter = adapter;
    this.input = input;
    this.sampling = sampling;
  }

  KvCache cache() {
    return cache;
  }

  Optional<ShardAdapter> adapter() {
    return adapter;
  }

  EngineInput input() {
    return input;
  }

  int positions() {
    return input.positions();
  }

  Optional<Sampling> sampling() {
    return sampling;
  }

  long queuedAtNanos() {
    return queuedAtNanos;
  }

  CompletableFuture<EngineOutput> outcome() {
    return outcome;
  }
}
