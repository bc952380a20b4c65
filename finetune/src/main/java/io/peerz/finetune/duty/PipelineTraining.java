package io.peerz.finetune.duty;

import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.pipeline.PipelineTrainer;
import io.peerz.finetune.remote.OpenStages;
import io.peerz.finetune.remote.RemotePipeline;

/**
 * Training of a base that this node need not hold, through the layers of others. This node draws
 * the batches, signs, and answers for the result; a unit that breaks off is trained from its start.
 */
public final class PipelineTraining implements LocalTraining {
  private final RemotePipeline pipeline;

  public PipelineTraining(RemotePipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Opens sessions as the unit will need them, and closes them: a bond is locked only when all
   * lenders answer, lend to this node, and have room for the recipe. Throws what one of them says.
   */
  @Override
  public boolean canTrain(JobManifest manifest) {
    if (!UnitSteps.fit(manifest, pipeline.modelId(), pipeline.config())) {
      return false;
    }
    Recipe recipe = manifest.recipe();
    open(recipe, recipe.lora().initial(pipeline.config(), 0)).close();
    return true;
  }

  @Override
  public TrainedUnit train(UnitTask task) {
    try (OpenStages open = open(task.recipe(), task.start())) {
      return UnitSteps.take(
          task, pipeline.config(), new PipelineTrainer(open.stages(), task.start()));
    }
  }

  private OpenStages open(Recipe recipe, ParameterSet start) {
    return pipeline.open(recipe.lora(), recipe.rows(), recipe.seqLen(), start);
  }
}
