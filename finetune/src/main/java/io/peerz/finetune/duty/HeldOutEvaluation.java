package io.peerz.finetune.duty;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.credit.HeldOutLosses;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.job.JobManifest;
import java.util.List;

/** A node's way to measure; all honest nodes must measure the same numbers. */
public interface HeldOutEvaluation {
  /** Whether this node has the job's base. */
  boolean canMeasure(JobManifest manifest);

  /** Losses of {@code batches} around {@code state}. */
  HeldOutLosses around(
      JobManifest manifest, AdapterState state, List<List<TokenizedExample>> batches);
}
