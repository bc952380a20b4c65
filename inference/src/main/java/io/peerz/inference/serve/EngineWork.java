package io.peerz.inference.serve;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.grammar.AnswerGuard;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.sample.TokenCounts;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
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

  /**
   * Whose step it is.
   *
   * @param payer who shares the engine with others
   * @param prefix names of the blocks of a prompt up to the end of this step, by which its rows may
   *     be known already; empty for any other step
   */
  record Owner(Address payer, List<Digest> prefix) {
    Owner {
      prefix = List.copyOf(prefix);
    }
  }

  private final KvCache cache;
  private final Optional<ShardAdapter> adapter;
  private final EngineInput input;
  private final Optional<Sampling> sampling;
  private final Owner owner;
  private float[] rows = {}; // engine thread
  private int done; // positions; engine thread
  private int posStart = -1; // engine thread
  private final long queuedAtNanos = System.nanoTime();
  private final CompletableFuture<EngineOutput> outcome = new CompletableFuture<>();

  EngineWork(
      KvCache cache,
      Optional<ShardAdapter> adapter,
      EngineInput input,
      Optional<Sampling> sampling,
      Owner owner) {
    this.cache = cache;
    this.adapter = adapter;
    this.input = input;
    this.sampling = sampling;
    this.owner = owner;
  }

  Address payer() {
    return owner.payer();
  }

  List<Digest> prefix() {
    return owner.prefix();
  }

  /** Positions that are still to compute. */
  int left() {
    return input.positions() - done;
  }

  /** The rows of all positions: computed for the first, given for those left. */
  float[] rows(ShardEngine engine) {
    if (rows.length == 0) {
      rows = input.toRows(engine);
    }
    return rows;
  }

  /** Where the step begins in the session; known to the engine's thread once it began. */
  int posStart() {
    if (posStart < 0) {
      posStart = cache.length();
    }
    return posStart;
  }

  /** Positions computed. */
  int done() {
    return done;
  }

  void advance(int positions) {
    done += positions;
  }

  KvCache cache() {
    return cache;
  }

  Optional<ShardAdapter> adapter() {
    return adapter;
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
