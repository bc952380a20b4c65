package io.peerz.inference.serve;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.grammar.AnswerGuard;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.sample.TokenCounts;
import io.peerz.inference.weights.ShardAdapter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One step of one session on its way through an engine. The session's thread waits on {@link
 * #outcome}, and touches cache and counts again only after it completed.
 */
final class EngineWork {
  /**
   * How to draw the token after the last certain position, and those after guesses that come true.
   *
   * @param guard what the answer may still be; only where nothing is guessed
   * @param position index of the first token to draw
   * @param drafts guesses, one for each of the last rows
   * @param end after which nothing is drawn
   */
  record Sampling(
      SamplingParams params,
      TokenCounts earlier,
      Optional<AnswerGuard> guard,
      long position,
      List<Integer> drafts,
      AnswerEnd end) {}

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

  /** Whether it goes on with a text by one token, guesses aside. */
  boolean isDecode() {
    return input.positions() - input.drafts() == 1;
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
