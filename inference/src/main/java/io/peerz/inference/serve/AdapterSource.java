package io.peerz.inference.serve;

import io.peerz.inference.weights.ShardAdapter;
import io.peerz.inference.wire.AdapterRef;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/** Where a node finds the adapters that sessions ask for. Blocking: virtual threads. */
@FunctionalInterface
public interface AdapterSource {
  /** Of a node that serves bases alone. */
  AdapterSource NONE =
      (ref, _) -> {
        throw new PeerzException(
            ErrorCode.MODEL_NOT_FOUND,
            "this node serves no adapters, so not that of job " + ref.jobId().shortHex());
      };

  /**
   * The part of an adapter that belongs to a shard, checked against its root.
   *
   * @throws PeerzException MODEL_NOT_FOUND for an unknown job or root, BAD_REQUEST for an adapter
   *     of another base
   */
  ShardAdapter find(AdapterRef ref, ServedShard shard);
}
