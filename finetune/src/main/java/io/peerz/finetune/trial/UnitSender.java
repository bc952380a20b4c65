package io.peerz.finetune.trial;

import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.UnitTask;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.param.Layout;
import io.peerz.finetune.update.ErrorFeedback;
import io.peerz.finetune.update.UpdateCodec;
import io.peerz.finetune.update.UpdateHeader;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each unit sends, honest or not, as the others decode it. */
final class UnitSender implements Leaks {
  private final Recipe recipe;
  private final DatasetSplit data;
  private final Layout layout;
  private final Digest seed;
  private final List<LocalTraining> training = new ArrayList<>();
  private final List<ErrorFeedback> feedback = new ArrayList<>();
  private Map<Integer, float[]> lastRound = Map.of();

  UnitSender(
      Recipe recipe,
      List<Worker> workers,
      LocalTraining honest,
      DatasetSplit data,
      Layout layout,
      Digest seed) {
    this.recipe = recipe;
    this.data = data;
    this.layout = layout;
    this.seed = seed;
    Map<Worker, LocalTraining> ways = new HashMap<>();
    for (Worker worker : workers) {
      training.add(ways.computeIfAbsent(worker, w -> new CheatTraining(w.conduct(), honest, this)));
      feedback.add(new ErrorFeedback(layout.elements(), recipe.feedbackDecay()));
    }
  }

  /** The update of a task's unit. */
  float[] update(UnitTask task, Digest baseRoot) {
    int unit = task.unit();
    float[] raw = training.get(unit).train(task).update();
    float[] compensated = feedback.get(unit).compensate(raw);
    UpdateHeader header =
        new UpdateHeader(seed, task.round(), baseRoot, layout.hash(), recipe.encoding());
    byte[] blob = UpdateCodec.encode(header, compensated);
    float[] decoded = UpdateCodec.decode(blob, header, layout);
    feedback.get(unit).remember(compensated, decoded);
    return decoded;
  }

  /** Remembers what everybody can read after a round. */
  void endRound(Map<Integer, float[]> revealed) {
    lastRound = Map.copyOf(revealed);
  }

  @Override
  public List<TokenizedExample> heldOut() {
    return data.heldOut();
  }

  @Override
  public Optional<float[]> before(int round) {
    return Optional.ofNullable(lastRound.get(0)).map(float[]::clone);
  }
}
