package io.peerz.finetune.duty;

import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.pipeline.PipelineTrainer;
import io.peerz.finetune.pipeline.TrainingStage;
import io.peerz.finetune.remote.OpenStages;
import io.peerz.finetune.remote.RemotePipeline;
import java.util.List;

/**
 * Training of a base that this node need not hold, through the layers of others. This node draws
 * the batches, signs, and answers for the result; a unit that breaks off is trained from its start.
 */
public final class PipelineTraining implements LocalTraining {
  private final RemotePipeline pipeline;

  public PipelineTraining(RemotePipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public boolean canTrain(JobManifest manifest) {
    return UnitSteps.fit(manifest, pipeline.modelId(), pipeline.config());
  }

  @Override
  public TrainedUnit train(UnitTask task) {
    Recipe recipe = task.recipe();
    try (OpenStages open =
        pipeline.open(recipe.lora(), recipe.rows(), recipe.seqLen(), task.start())) {
      List<TrainingStage> stages = List.copyOf(open.stages());
      return UnitSteps.take(task, pipeline.config(), new PipelineTrainer(stages, task.start()));
    }
  }
}
