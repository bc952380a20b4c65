package io.peerz.finetune.duty;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.credit.HeldOutLosses;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.evaluate.ExactHeldOutLosses;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.id.Digest;
import java.util.List;

/** Measures with the exact engine: honest nodes agree to the last nano-nat. */
public final class ExactEvaluation implements HeldOutEvaluation {
  private final Digest baseModel;
  private final ShardWeights base;
  private final int threads;

  /** Measures adapters of one base, which must be whole. */
  public ExactEvaluation(Digest baseModel, ShardWeights base, int threads) {
    this.baseModel = baseModel;
    this.base = base;
    this.threads = threads;
  }

  @Override
  public boolean canMeasure(JobManifest manifest) {
    return manifest.baseModel().equals(baseModel);
  }

  @Override
  public HeldOutLosses around(
      JobManifest manifest, AdapterState state, List<List<TokenizedExample>> batches) {
    LoraConfig lora = manifest.recipe().lora();
    return new ExactHeldOutLosses(base, lora, state.adapter(), batches, threads);
  }
}
