package io.peerz.finetune.train;

import io.peerz.finetune.corpus.PebbleCorpus;
import io.peerz.finetune.model.Batch;
import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.model.LlamaLayout;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.store.Bfloat16;
import io.peerz.finetune.store.PebbleDirectory;
import io.peerz.finetune.store.SafeTensors;
import io.peerz.finetune.tensor.Torch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Makes the shipped model from a seed: {@code TrainPebble DIRECTORY [STEPS [SEED]]}; a directory
 * alone is measured.
 */
public final class TrainPebble {
  private static final int TOKENS_PER_STEP = 2048;

  /** Attention costs the square of a row's length: three steps of four train on half rows. */
  private static final int LONG_ROWS_EVERY = 4;

  private static final double PEAK_RATE = 3e-3;
  private static final int WARMUP_STEPS = 100;
  private static final int LOG_EVERY = 25;
  private static final int SAVE_EVERY = 500;

  private final PrintStream out;
  private final Path directory;
  private final int steps;
  private final long seed;

  private TrainPebble(PrintStream out, Path directory, int steps, long seed) {
    this.out = out;
    this.directory = directory;
    this.steps = steps;
    this.seed = seed;
  }

  public static void main(String[] args) throws IOException {
    if (args.length < 1 || args.length > 3) {
      System.err.println("usage: TrainPebble DIRECTORY [STEPS [SEED]]");
      System.exit(2);
    }
    Torch.start();
    Path directory = Path.of(args[0]);
    if (args.length == 1) {
      System.out.println(PebbleReport.measure(load(directory)));
      return;
    }
    long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
    new TrainPebble(System.out, directory, Integer.parseInt(args[1]), seed).run();
  }

  /** The model of a directory this program wrote. */
  public static WholeModel load(Path directory) throws IOException {
    return new WholeModel(
        PebbleDirectory.geometry(), SafeTensors.read(directory.resolve(PebbleDirectory.WEIGHTS)));
  }

  private void run() throws IOException {
    LlamaConfig config = PebbleDirectory.geometry();
    ParameterSet weights = LlamaLayout.initial(config, seed);
    WholeModel model = new WholeModel(config, weights);
    PebbleCorpus corpus = new PebbleCorpus(seed);
    CosineSchedule schedule = new CosineSchedule(PEAK_RATE, WARMUP_STEPS, steps);
    AdamW optimizer = new AdamW(AdamW.Settings.DEFAULT, weights);
    double smoothed = Double.NaN;
    for (int step = 0; step < steps; step++) {
      int tokens = config.maxPositions() / (step % LONG_ROWS_EVERY == 0 ? 1 : 2);
      Batch batch = Packing.batch(corpus, TOKENS_PER_STEP / tokens, tokens);
      Gradients result = model.gradients(batch);
      optimizer.step(result.parameters(), schedule.at(step));
      smoothed = Double.isNaN(smoothed) ? result.loss() : 0.95 * smoothed + 0.05 * result.loss();
      report(step + 1, smoothed);
      if ((step + 1) % SAVE_EVERY == 0 || step + 1 == steps) {
        save(model, step + 1);
      }
    }
  }

  private void report(int step, double loss) {
    if (step % LOG_EVERY == 0) {
      out.printf(Locale.ROOT, "step %d of %d, training loss %.4f%n", step, steps, loss);
    }
  }

  /** Measures what is stored, not what was trained: the weights lose half their bits on the way. */
  private void save(WholeModel model, int step) throws IOException {
    WholeModel stored = new WholeModel(model.config(), model.weights().map(Bfloat16::rounded));
    PebbleReport report = PebbleReport.measure(stored);
    PebbleDirectory.write(directory, stored.weights(), PebbleCard.text(report, steps, seed));
    out.printf(Locale.ROOT, "step %d: %s%n", step, report);
  }
}
