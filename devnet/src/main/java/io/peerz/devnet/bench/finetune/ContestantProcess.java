package io.peerz.devnet.bench.finetune;

import io.peerz.finetune.tensor.Tensor;
import io.peerz.finetune.tensor.Torch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A contestant in a process of its own, so that its peak memory is its own: {@code SHAPE ours|plain
 * THREADS}. Each line that it reads makes it take a step (or, of {@code rate}, measure matrix
 * products) and answer with a line; the end of input ends it.
 */
public final class ContestantProcess {
  static final String OURS = "ours";
  static final String PLAIN = "plain";
  static final String STEP = "step";
  static final String PEAK = "peak";
  static final String RATE = "rate";

  /** Begins an answer; whatever else a library prints does not. */
  static final String ANSWER = "= ";

  private ContestantProcess() {}

  public static void main(String[] args) throws IOException {
    Torch.start();
    Torch.threads(Integer.parseInt(args[2]));
    TrainingShape shape = TrainingShape.of(args[0]);
    Contestant contestant = args[1].equals(OURS) ? new OurStep(shape) : new PlainStep(shape);
    System.out.println(ANSWER + "ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    long steps = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(
          ANSWER
              + switch (line) {
                case STEP -> step(contestant, shape, steps++);
                case PEAK -> Long.toString(peakKib());
                case RATE -> Double.toString(GemmRate.perSecond());
                default -> throw new IllegalArgumentException(line);
              });
    }
  }

  /** {@code loss seconds}; making the batch is not measured. */
  private static String step(Contestant contestant, TrainingShape shape, long number) {
    var batch = shape.batch(number % 2); // two batches in turn: the loss falls as they are learned
    long started = System.nanoTime();
    double loss = contestant.step(batch);
    return String.format(Locale.ROOT, "%.9g %.6f", loss, (System.nanoTime() - started) / 1e9);
  }

  /** Most memory this process ever had resident; 0 where the system does not tell. */
  private static long peakKib() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  /** Multiply-accumulates per second of a large matrix product: no step can be faster. */
  private static final class GemmRate {
    private static final int SIZE = 1024;
    private static final int ROUNDS = 12;

    static double perSecond() {
      return Torch.withoutGradient(
          () -> {
            Tensor a = Tensor.of(new float[SIZE * SIZE], SIZE, SIZE);
            double best = 0;
            for (int round = 0; round < ROUNDS; round++) {
              long started = System.nanoTime();
              a.linear(a).close();
              double seconds = (System.nanoTime() - started) / 1e9;
              best = Math.max(best, (double) SIZE * SIZE * SIZE / seconds);
            }
            a.close();
            return best;
          });
    }
  }
}
