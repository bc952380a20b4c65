package io.peerz.finetune.duty;

import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.data.UnitBatches;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.train.LocalPlan;
import io.peerz.finetune.train.LocalRound;
import io.peerz.finetune.train.StepTrainer;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The steps of a unit, the same for every way to take one. */
final class UnitSteps {
  private static final int ALL_TARGETS = 0x7f;
  private static final int FLOATS_PER_ROW = 4096;

  /** No honest unit moves a weight by this much; updates that do cannot be encoded. */
  private static final float MOST_MOVED = 1e3f;

  private UnitSteps() {}

  /** Whether a job's recipe can be followed with this base. */
  static boolean fit(JobManifest manifest, Digest baseModel, LlamaConfig config) {
    return manifest.baseModel().equals(baseModel)
        && manifest.recipe().targets() == ALL_TARGETS
        && manifest.recipe().seqLen() <= config.maxPositions();
  }

  /**
   * Trains the whole unit with {@code trainer}, which begins at the task's start. Data that this
   * base cannot read and numbers that run away are BAD_REQUEST.
   */
  static TrainedUnit take(UnitTask task, LlamaConfig base, StepTrainer trainer) {
    Recipe recipe = task.recipe();
    task.examples().forEach(example -> requireReadable(example, base.vocabSize()));
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
    for (float moved : update) {
      Require.that(
          Math.abs(moved) <= MOST_MOVED,
          ErrorCode.BAD_REQUEST,
          "a weight moved by " + moved + ": lower the learning rate");
    }
    return new TrainedUnit(update, traceRoot(update), watched.lastLoss());
  }

  /** What is handed in for a unit that cannot be trained. */
  static TrainedUnit unmoved(int elements) {
    float[] update = new float[elements];
    return new TrainedUnit(update, traceRoot(update));
  }

  /** Slices come from strangers. */
  private static void requireReadable(TokenizedExample example, int vocabulary) {
    boolean known = Arrays.stream(example.tokens()).allMatch(id -> id >= 0 && id < vocabulary);
    boolean learns = IntStream.range(1, example.length()).anyMatch(i -> example.learned()[i]);
    Require.that(
        known && learns,
        ErrorCode.BAD_REQUEST,
        "an example of the job's data teaches nothing that this base can read");
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
