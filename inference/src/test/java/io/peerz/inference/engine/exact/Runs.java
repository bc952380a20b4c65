package io.peerz.inference.engine.exact;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.weights.ShardAdapter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Ways to put the same tokens through an engine that must all give the same rows. */
public final class Runs {
  private static final Optional<ShardAdapter> NO_ADAPTER = Optional.empty();

  private Runs() {}

  /** Feeds the tokens in pieces of {@code chunk}; returns the rows of all of them. */
  public static float[] inChunks(ShardEngine engine, int[] tokens, int chunk) {
    return inChunks(engine, tokens, chunk, Optional.empty());
  }

  public static float[] inChunks(
      ShardEngine engine, int[] tokens, int chunk, Optional<ShardAdapter> adapter) {
    int width = engine.geometry().dModel();
    float[] all = new float[tokens.length * width];
    try (KvCache cache = engine.openCache(tokens.length)) {
      for (int at = 0; at < tokens.length; at += chunk) {
        int[] piece = Arrays.copyOfRange(tokens, at, Math.min(tokens.length, at + chunk));
        float[] rows = engine.embed(piece);
        engine.forward(List.of(new Segment(cache, rows, piece.length, adapter)));
        System.arraycopy(rows, 0, all, at * width, piece.length * width);
      }
    }
    return all;
  }

  /** Decodes several sequences side by side, one token each per step. */
  public static List<float[]> sideBySide(ShardEngine engine, List<int[]> sequences) {
    return sideBySide(engine, sequences, sequences.stream().map(_ -> NO_ADAPTER).toList());
  }

  /** The same, each sequence through its own adapter. */
  public static List<float[]> sideBySide(
      ShardEngine engine, List<int[]> sequences, List<Optional<ShardAdapter>> adapters) {
    int width = engine.geometry().dModel();
    int length = sequences.getFirst().length;
    List<KvCache> caches = new ArrayList<>();
    List<float[]> results = new ArrayList<>();
    for (int i = 0; i < sequences.size(); i++) {
      caches.add(engine.openCache(length));
      results.add(new float[length * width]);
    }
    for (int at = 0; at < length; at++) {
      List<Segment> batch = new ArrayList<>();
      for (int i = 0; i < sequences.size(); i++) {
        float[] rows = engine.embed(new int[] {sequences.get(i)[at]});
        batch.add(new Segment(caches.get(i), rows, 1, adapters.get(i)));
      }
      engine.forward(batch);
      for (int i = 0; i < sequences.size(); i++) {
        System.arraycopy(batch.get(i).rows(), 0, results.get(i), at * width, width);
      }
    }
    caches.forEach(KvCache::close);
    return results;
  }

  /** Token ids that look random, the same each time. */
  public static int[] tokens(int count, int seed, int vocab) {
    int[] tokens = new int[count];
    for (int i = 0; i < count; i++) {
      tokens[i] = Math.floorMod((i + 1) * 7919 + seed * 104_729 + i * i * 31, vocab);
    }
    return tokens;
  }
}
