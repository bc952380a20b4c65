package io.peerz.node.serve;

import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.model.Arithmetic;
import io.peerz.node.data.NodeFolder;
import io.peerz.node.data.NodeSettings;
import io.peerz.node.finetune.StageSettings;
import io.peerz.proof.sign.SigningKey;
import java.util.function.UnaryOperator;

/**
 * What a node process is started with.
 *
 * @param maxSessions most sessions at once
 * @param cacheBytes memory of all KV caches together
 * @param prefixBytes memory for beginnings of prompts that sessions share
 * @param threads threads of the engine
 * @param arithmetic which engine computes, and so under which of the model's ids
 * @param stages whom it trains through and whom it lends to
 * @param collectsFees whether it claims the fees of its seats by itself
 * @param lazy whether it trains a fifth of each unit, for demonstrations
 * @param serving what it really serves with; an honest node serves with the engine itself
 */
public record NodeSetup(
    NodeFolder folder,
    NodeSettings settings,
    SigningKey signer,
    int maxSessions,
    long cacheBytes,
    long prefixBytes,
    int threads,
    Arithmetic arithmetic,
    StageSettings stages,
    boolean collectsFees,
    boolean lazy,
    UnaryOperator<ShardEngine> serving) {
  /** An honest server. */
  public NodeSetup(
      NodeFolder folder,
      NodeSettings settings,
      SigningKey signer,
      int maxSessions,
      long cacheBytes,
      long prefixBytes,
      int threads,
      Arithmetic arithmetic,
      StageSettings stages,
      boolean collectsFees,
      boolean lazy) {
    this(
        folder,
        settings,
        signer,
        maxSessions,
        cacheBytes,
        prefixBytes,
        threads,
        arithmetic,
        stages,
        collectsFees,
        lazy,
        UnaryOperator.identity());
  }
}
