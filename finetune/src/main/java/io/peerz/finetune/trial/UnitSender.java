package io.peerz.finetune.trial;

import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.UnitTask;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.param.Layout;
import io.peerz.finetune.update.ErrorFeedback;
import io.peerz.finetune.update.UpdateCodec;
import io.peerz.finetune.update.UpdateHeader;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What each unit sends, honest or not, as the others decode it. */
final class UnitSender {
  private static final int LAZY_DIVISOR = 5;

  private final Recipe recipe;
  private final List<Worker> workers;
  private final LocalTraining training;
  private final DatasetSplit data;
  private final Layout layout;
  private final Digest seed;
  private final List<ErrorFeedback> feedback = new ArrayList<>();
  private Map<Integer, float[]> lastRound = new TreeMap<>();

  UnitSender(
      Recipe recipe,
      List<Worker> workers,
      LocalTraining training,
      DatasetSplit data,
      Layout layout,
      Digest seed) {
    this.recipe = recipe;
    this.workers = workers;
    this.training = training;
    this.data = data;
    this.layout = layout;
    this.seed = seed;
    workers.forEach(
        _ -> feedback.add(new ErrorFeedback(layout.elements(), recipe.feedbackDecay())));
  }

  /** The update of a task's unit. */
  float[] update(UnitTask task, Digest baseRoot) {
    int unit = task.unit();
    float[] compensated = feedback.get(unit).compensate(raw(task));
    UpdateHeader header =
        new UpdateHeader(seed, task.round(), baseRoot, layout.hash(), recipe.encoding());
    byte[] blob = UpdateCodec.encode(header, compensated);
    float[] decoded = UpdateCodec.decode(blob, header, layout);
    feedback.get(unit).remember(compensated, decoded);
    return decoded;
  }

  /** Remembers what everybody can read after a round. */
  void endRound(Map<Integer, float[]> revealed) {
    lastRound = new TreeMap<>(revealed);
  }

  private float[] raw(UnitTask task) {
    return switch (workers.get(task.unit()).conduct()) {
      case HONEST, REVEALS_ANOTHER, VANISHES -> train(task);
      case LAZY -> train(with(task, recipe.withSteps(recipe.steps() / LAZY_DIVISOR)));
      case SIGN_FLIP -> scaled(train(task), -1);
      case NOISE -> noise(task);
      case COPYCAT -> copied();
      case SELF_CLONE -> train(of(task, task.unit() - 1));
      case TRAINS_ON_HELD_OUT -> train(onHeldOut(task));
    };
  }

  private float[] train(UnitTask task) {
    return training.train(task).update();
  }

  private static UnitTask with(UnitTask task, Recipe other) {
    return new UnitTask(
        other, task.start(), task.examples(), task.dataShard(), task.round(), task.unit());
  }

  /** The task of the node's other unit. */
  private static UnitTask of(UnitTask task, int unit) {
    return new UnitTask(
        task.recipe(), task.start(), task.examples(), task.dataShard(), task.round(), unit);
  }

  private UnitTask onHeldOut(UnitTask task) {
    return new UnitTask(
        task.recipe(), task.start(), data.heldOut(), task.dataShard(), task.round(), task.unit());
  }

  /** Commitments hide updates until it is too late, so a copier has only the round before. */
  private float[] copied() {
    float[] nothing = new float[layout.elements()];
    return lastRound.getOrDefault(0, nothing).clone();
  }

  private float[] noise(UnitTask task) {
    float[] model = lastRound.getOrDefault(0, new float[0]);
    double length = model.length == 0 ? 1 : norm(model);
    Random random = new Random(task.round() * 31L + task.unit());
    float[] noise = new float[layout.elements()];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return scaled(noise, length / norm(noise));
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private static float[] scaled(float[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * factor);
    }
    return values;
  }
}
