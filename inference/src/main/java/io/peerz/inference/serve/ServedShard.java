package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.BAD_CONFIG;

import io.peerz.inference.engine.ShardEngine;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import java.util.Objects;

/** A shard that this node serves, its engine, and what it costs. The server closes the engine. */
public record ServedShard(Digest modelId, BigInteger pricePerGcuWei, ShardEngine engine) {
  public ServedShard {
    Objects.requireNonNull(modelId);
    Require.uint(BAD_CONFIG, "pricePerGcuWei", pricePerGcuWei, 96);
    Objects.requireNonNull(engine);
  }

  public ShardId id() {
    return new ShardId(modelId, engine.layerStart(), engine.layerEnd());
  }
}
