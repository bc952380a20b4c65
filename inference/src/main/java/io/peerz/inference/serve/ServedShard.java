package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.BAD_CONFIG;

import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.grammar.AnswerGuard;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.text.TokenTable;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;

/**
 * A shard that this node serves, its engine, and what it costs. The server closes the engine.
 *
 * @param tokens what the model's tokens stand for; without, answers in a format are refused
 */
public record ServedShard(
    Digest modelId, BigInteger pricePerGcuWei, ShardEngine engine, Optional<TokenTable> tokens) {
  public ServedShard {
    Objects.requireNonNull(modelId);
    Require.uint(BAD_CONFIG, "pricePerGcuWei", pricePerGcuWei, 96);
    Objects.requireNonNull(engine);
    Objects.requireNonNull(tokens);
  }

  /** A shard that knows no words. */
  public ServedShard(Digest modelId, BigInteger pricePerGcuWei, ShardEngine engine) {
    this(modelId, pricePerGcuWei, engine, Optional.empty());
  }

  /** Follows an answer that was asked for in a format; empty for any other. */
  Optional<AnswerGuard> guard(ClientMessage.Open open) {
    if (!engine.hasHead() || open.sampling().flatMap(SamplingParams::format).isEmpty()) {
      return Optional.empty();
    }
    SamplingParams sampling = open.sampling().get();
    TokenTable table =
        tokens.orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.BAD_REQUEST,
                    "this node does not know the words of its model; choose another node"));
    AnswerGuard guard = sampling.format().get().guard(table, sampling.maxTokens());
    open.earlierTokens().forEach(guard::add);
    return Optional.of(guard);
  }

  public ShardId id() {
    return new ShardId(modelId, engine.layerStart(), engine.layerEnd());
  }
}
