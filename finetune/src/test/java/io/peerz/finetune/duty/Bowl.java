package io.peerz.finetune.duty;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.credit.HeldOutLosses;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * A task without a model: the loss is half the mean squared distance to a hidden point. Training
 * walks half the way to a noisy sight of it; each held-out batch sees it a little elsewhere.
 */
final class Bowl implements LocalTraining, HeldOutEvaluation {
  static final int SIZE = 64;
  private static final double SIGHT = 0.3;
  private static final double BATCH = 0.05;
  private static final double NANO = 1e9;

  /** What a worker sends instead of what it trained. */
  interface Bend {
    float[] bend(float[] honest, Random random);
  }

  private final Bend bend;

  Bowl(Bend bend) {
    this.bend = bend;
  }

  static Bowl honest() {
    return new Bowl((update, _) -> update);
  }

  static ParameterSet start() {
    return new ParameterSet(
        List.of(
            new Parameter("first", new int[] {4, 8}, new float[SIZE / 2]),
            new Parameter("second", new int[] {8, 4}, new float[SIZE / 2])));
  }

  private static double[] target() {
    return new Random(7).doubles(SIZE, -1, 1).toArray();
  }

  /** The loss that nobody in the round can see. */
  static double trueLoss(AdapterState state) {
    return loss(state.layout().flatten(state.adapter()), target());
  }

  private static double loss(float[] at, double[] point) {
    double sum = 0;
    for (int i = 0; i < at.length; i++) {
      double difference = at[i] - point[i];
      sum += difference * difference;
    }
    return sum / at.length / 2;
  }

  @Override
  public boolean canTrain(JobManifest manifest) {
    return true;
  }

  @Override
  public TrainedUnit train(UnitTask task) {
    Random random = random(task.dataShard());
    double[] target = target();
    float[] update = new float[SIZE];
    int at = 0;
    for (Parameter parameter : task.start().all()) {
      for (float value : parameter.values()) {
        double seen = target[at] + SIGHT * random.nextGaussian();
        update[at++] = (float) (0.5 * (seen - value));
      }
    }
    return new TrainedUnit(bend.bend(update, random), Keccak.hash("trace"));
  }

  /** Training by any means, for any job. */
  static LocalTraining training(Function<UnitTask, TrainedUnit> how) {
    return new LocalTraining() {
      @Override
      public boolean canTrain(JobManifest manifest) {
        return true;
      }

      @Override
      public TrainedUnit train(UnitTask task) {
        return how.apply(task);
      }
    };
  }

  /** Goes straight to the hidden point, which only the held-out data shows. */
  static TrainedUnit trainOnWhatIsMeasured(UnitTask task) {
    double[] target = target();
    float[] update = new float[SIZE];
    int at = 0;
    for (Parameter parameter : task.start().all()) {
      for (float value : parameter.values()) {
        update[at] = (float) (0.5 * (target[at] - value));
        at++;
      }
    }
    return new TrainedUnit(update, Keccak.hash("trace"));
  }

  /** Measures something that is not there. */
  static HeldOutEvaluation lying() {
    Bowl honest = honest();
    return new HeldOutEvaluation() {
      @Override
      public boolean canMeasure(JobManifest manifest) {
        return true;
      }

      @Override
      public HeldOutLosses around(
          JobManifest manifest, AdapterState state, List<List<TokenizedExample>> batches) {
        HeldOutLosses losses = honest.around(manifest, state, batches);
        return update -> LongStream.of(losses.nanoNats(update)).map(loss -> loss + 7).toArray();
      }
    };
  }

  private static Random random(Digest seed) {
    return new Random(seed.hashCode());
  }

  @Override
  public boolean canMeasure(JobManifest manifest) {
    return true;
  }

  @Override
  public HeldOutLosses around(
      JobManifest manifest, AdapterState state, List<List<TokenizedExample>> batches) {
    float[] base = state.layout().flatten(state.adapter());
    return update -> {
      float[] moved = new float[SIZE];
      for (int i = 0; i < SIZE; i++) {
        moved[i] = base[i] + update[i];
      }
      return batches.stream().mapToLong(batch -> nanoNats(moved, batch)).toArray();
    };
  }

  private static long nanoNats(float[] at, List<TokenizedExample> batch) {
    Random random = new Random(batch.getFirst().tokens()[0]);
    double[] point = target();
    for (int i = 0; i < SIZE; i++) {
      point[i] += BATCH * random.nextGaussian();
    }
    return (long) Math.rint(loss(at, point) * NANO);
  }
}
