package io.peerz.proof.id;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import java.util.Objects;

/** Layers [layerStart, layerEnd) of a model. */
public record ShardId(Digest modelId, int layerStart, int layerEnd) {
  public ShardId {
    Objects.requireNonNull(modelId);
    Require.range(BAD_REQUEST, "layerEnd", layerEnd, 1, 0xffff);
    Require.range(BAD_REQUEST, "layerStart", layerStart, 0, layerEnd - 1L);
  }

  public int layers() {
    return layerEnd - layerStart;
  }

  /** Whether this shard holds all layers [start, end) of the same model. */
  public boolean covers(int start, int end) {
    return layerStart <= start && end <= layerEnd && start < end;
  }
}
