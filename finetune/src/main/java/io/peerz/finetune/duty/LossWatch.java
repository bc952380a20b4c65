package io.peerz.finetune.duty;

import io.peerz.proof.id.Digest;

/** Hears how training went on this node; nothing of it is reported to the market. */
@FunctionalInterface
public interface LossWatch {
  /** Nobody wants to know. */
  LossWatch NOBODY = (jobId, lossNats) -> {};

  /** A unit of a job is trained; its loss at the last step, in nats per counted token. */
  void trained(Digest jobId, double lossNats);
}
