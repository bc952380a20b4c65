package io.peerz.finetune.trial;

import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.TrainedUnit;
import io.peerz.finetune.duty.UnitTask;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.param.Layout;
import io.peerz.proof.id.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * What cheats make of training: the same code for trials in one process and for nodes on a chain.
 * One instance serves all units of one cheat.
 */
public final class CheatTraining implements LocalTraining {
  private static final int LAZY_DIVISOR = 5;

  private final Conduct conduct;
  private final LocalTraining honest;
  private final Leaks leaks;
  private final Map<Integer, TrainedUnit> onePerRound = new HashMap<>();

  public CheatTraining(Conduct conduct, LocalTraining honest, Leaks leaks) {
    this.conduct = conduct;
    this.honest = honest;
    this.leaks = leaks;
  }

  @Override
  public boolean canTrain(JobManifest manifest) {
    return honest.canTrain(manifest);
  }

  @Override
  public TrainedUnit train(UnitTask task) {
    return switch (conduct) {
      case HONEST, REVEALS_ANOTHER, VANISHES -> honest.train(task);
      case LAZY -> honest.train(with(task, task.recipe().withSteps(fewSteps(task))));
      case SELF_CLONE -> onePerRound.computeIfAbsent(task.round(), _ -> honest.train(task));
      case TRAINS_ON_HELD_OUT -> honest.train(onHeldOut(task));
      case SIGN_FLIP -> invented(scaled(honest.train(task).update(), -1));
      case NOISE -> invented(noise(task));
      case COPYCAT -> invented(leaks.before(task.round()).orElseGet(() -> nothing(task)));
    };
  }

  private static int fewSteps(UnitTask task) {
    return Math.max(1, task.recipe().steps() / LAZY_DIVISOR);
  }

  private static TrainedUnit invented(float[] update) {
    return new TrainedUnit(update, Digest.ZERO);
  }

  private static UnitTask with(UnitTask task, Recipe other) {
    return new UnitTask(
        other, task.start(), task.examples(), task.dataShard(), task.round(), task.unit());
  }

  private UnitTask onHeldOut(UnitTask task) {
    return new UnitTask(
        task.recipe(), task.start(), leaks.heldOut(), task.dataShard(), task.round(), task.unit());
  }

  private float[] noise(UnitTask task) {
    double length = leaks.before(task.round()).map(CheatTraining::norm).orElse(1.0);
    Random random = new Random(task.round() * 31L + task.unit());
    float[] noise = nothing(task);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return scaled(noise, length / norm(noise));
  }

  private static float[] nothing(UnitTask task) {
    return new float[Layout.of(task.start()).elements()];
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private static float[] scaled(float[] values, double factor) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = (float) (values[i] * factor);
    }
    return scaled;
  }
}
