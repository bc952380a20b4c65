package io.peerz.devnet.bench.finetune;

import io.peerz.devnet.bench.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets our step and the plain one take turns, each in its own process, so that both meet the same
 * machine and neither the other's memory.
 */
public final class TrainingBench {
  private static final int WARM_STEPS = 2;

  private final int repetitions;
  private final int threads;
  private final Consumer<String> progress;

  public TrainingBench(int repetitions, int threads, Consumer<String> progress) {
    this.repetitions = repetitions;
    this.threads = threads;
    this.progress = progress;
  }

  /** The page of all these shapes. */
  public String measure(List<TrainingShape> shapes) {
    List<ShapeResult> results = new ArrayList<>();
    for (TrainingShape shape : shapes) {
      progress.accept(shape.word() + ": loading both contestants");
      results.add(measure(shape));
    }
    return new FinetuneReport(results, repetitions, threads).markdown();
  }

  private ShapeResult measure(TrainingShape shape) {
    try (Contestants ours = Contestants.start(shape, ContestantProcess.OURS, threads);
        Contestants plain = Contestants.start(shape, ContestantProcess.PLAIN, threads)) {
      List<Double> ourSeconds = new ArrayList<>();
      List<Double> plainSeconds = new ArrayList<>();
      double lossGap = 0;
      for (int step = 0; step < WARM_STEPS + repetitions; step++) {
        Contestants.Step our = ours.step();
        Contestants.Step other = plain.step();
        lossGap = Math.max(lossGap, Math.abs(our.loss() - other.loss()) / other.loss());
        if (step >= WARM_STEPS) {
          ourSeconds.add(our.seconds());
          plainSeconds.add(other.seconds());
        }
        progress.accept(
            "%s step %d: ours %.2f s, plain %.2f s"
                .formatted(shape.word(), step, our.seconds(), other.seconds()));
      }
      double ourPeak = ours.peakMegabytes();
      double plainPeak = plain.peakMegabytes();
      return new ShapeResult(
          shape,
          new Samples(ourSeconds),
          new Samples(plainSeconds),
          ourPeak,
          plainPeak,
          lossGap,
          ours.macsPerSecond());
    }
  }
}
