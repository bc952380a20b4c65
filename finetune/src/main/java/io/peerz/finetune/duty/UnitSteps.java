package io.peerz.finetune.duty;

import io.peerz.finetune.data.UnitBatches;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.train.LocalPlan;
import io.peerz.finetune.train.LocalRound;
import io.peerz.finetune.train.StepTrainer;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;

/** The steps of a unit, the same for every way to take one. */
final class UnitSteps {
  private static final int ALL_TARGETS = 0x7f;
  private static final int FLOATS_PER_ROW = 4096;

  private UnitSteps() {}

  /** Whether a job's recipe can be followed with this base. */
  static boolean fit(JobManifest manifest, Digest baseModel, LlamaConfig config) {
    return manifest.baseModel().equals(baseModel)
        && manifest.recipe().targets() == ALL_TARGETS
        && manifest.recipe().seqLen() <= config.maxPositions();
  }

  /** Trains the whole unit with {@code trainer}, which begins at the task's start. */
  static TrainedUnit take(UnitTask task, StepTrainer trainer) {
    Recipe recipe = task.recipe();
    LocalPlan plan = new LocalPlan(recipe.steps(), recipe.learningRate(), recipe.warmupSteps());
    UnitBatches batches =
        new UnitBatches(
            task.examples(),
            task.dataShard(),
            task.round(),
            task.unit(),
            recipe.rows(),
            recipe.seqLen());
    WatchedTrainer watched = new WatchedTrainer(trainer);
    float[] update = new LocalRound(plan).update(task.start(), watched, batches);
    return new TrainedUnit(update, traceRoot(update), watched.lastLoss());
  }

  /** Commits to the update before it was encoded, which a second training must reproduce. */
  private static Digest traceRoot(float[] update) {
    List<byte[]> rows = new ArrayList<>();
    for (int from = 0; from < update.length; from += FLOATS_PER_ROW) {
      rows.add(RowTree.rowOf(update, from, Math.min(FLOATS_PER_ROW, update.length - from)));
    }
    return RowTree.rootOf(rows);
  }
}
