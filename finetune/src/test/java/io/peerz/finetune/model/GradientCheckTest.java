package io.peerz.finetune.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.tensor.Scope;
import io.peerz.finetune.tensor.Tensor;
import io.peerz.finetune.tensor.Torch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Gradients in float64 against central differences, while the garbage collector does its worst. */
class GradientCheckTest {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-7;
  private static final int ENTRIES_PER_ARRAY = 6;
  private static final int ROWS = 2;
  private static final int TOKENS = 5;
  private static final String INPUT = "input";

  private final Batch batch = TinyLlama.batch(ROWS, TOKENS);

  @BeforeAll
  static void startEngine() {
    Torch.start();
  }

  @Test
  void everyArrayHasTheGradientThatFiniteDifferencesShow() {
    Map<String, double[]> point = point();
    Map<String, double[]> gradients = gradients(point);
    Random random = new Random(3);

    for (Map.Entry<String, double[]> entry : point.entrySet()) {
      double[] values = entry.getValue();
      for (int n = 0; n < ENTRIES_PER_ARRAY; n++) {
        int at = random.nextInt(values.length);
        double numeric = slope(point, values, at);
        double analytic = gradients.get(entry.getKey())[at];
        assertThat(Math.abs(numeric - analytic))
            .as("%s[%d]: %s against %s", entry.getKey(), at, analytic, numeric)
            .isLessThan(TOLERANCE * (1 + Math.abs(numeric)));
      }
    }
    assertThat(Arrays.stream(gradients.get(INPUT)).anyMatch(g -> Math.abs(g) > 1e-4)).isTrue();
  }

  @Test
  void aCollectionBetweenForwardAndBackwardChangesNothing() {
    Map<String, double[]> point = point();
    Map<String, double[]> first = gradients(point);

    for (int round = 0; round < 5; round++) {
      Map<String, double[]> again = gradients(point);
      first.forEach((name, gradient) -> assertThat(again.get(name)).isEqualTo(gradient));
    }
  }

  private double slope(Map<String, double[]> point, double[] values, int at) {
    double kept = values[at];
    values[at] = kept + STEP;
    double above = loss(point);
    values[at] = kept - STEP;
    double below = loss(point);
    values[at] = kept;
    return (above - below) / (2 * STEP);
  }

  private double loss(Map<String, double[]> point) {
    return Torch.withoutGradient(
        () -> {
          try (Scope _ = new Scope()) {
            return program(tensors(point)).toDoubles()[0];
          }
        });
  }

  private Map<String, double[]> gradients(Map<String, double[]> point) {
    return Torch.withGradient(
        () -> {
          try (Scope _ = new Scope()) {
            Map<String, Tensor> leaves = tensors(point);
            leaves.values().forEach(Tensor::requireGradient);
            Tensor loss = program(leaves);
            collectGarbage();
            loss.backward();
            Map<String, double[]> gradients = new TreeMap<>();
            leaves.forEach((name, leaf) -> gradients.put(name, leaf.gradient64()));
            return gradients;
          }
        });
  }

  /** Middle layers only, so that the input is a hidden state as a remote stage would receive it. */
  private Tensor program(Map<String, Tensor> leaves) {
    StageWeights weights = new StageWeights(leaves, leaves, TinyLlama.LORA.scale());
    LlamaStage stage = new LlamaStage(TinyLlama.CONFIG, 1, 3, weights);
    Tensor logits = stage.logits(stage.blocks(leaves.get(INPUT)));
    Tensor flat = logits.reshape((long) ROWS * TOKENS, TinyLlama.CONFIG.vocabSize());
    double[] shares = new double[ROWS * TOKENS];
    Arrays.fill(shares, 1.0 / shares.length);
    Tensor weighting = flat.constant(shares, shares.length, 1);
    return NextTokenLoss.weighted(flat, batch.targetTensor(), weighting);
  }

  private static void collectGarbage() {
    byte[][] garbage = new byte[64][];
    for (int i = 0; i < garbage.length; i++) {
      garbage[i] = new byte[1 << 20];
    }
    System.gc();
  }

  private static Map<String, double[]> point() {
    Map<String, double[]> point = new LinkedHashMap<>();
    Random random = new Random(5);
    point.put(INPUT, random.doubles(ROWS * TOKENS * 8L, -1, 1).toArray());
    add(point, TinyLlama.weights());
    add(point, LoraConfig.layersOf(TinyLlama.adapter(), 1, 3));
    return point;
  }

  private static void add(Map<String, double[]> point, ParameterSet set) {
    for (Parameter parameter : set.all()) {
      boolean unused =
          parameter.name().contains("layers.0.") || parameter.name().contains("layers.3.");
      if (!unused) {
        double[] wide = new double[parameter.size()];
        Arrays.setAll(wide, i -> parameter.values()[i]);
        point.put(parameter.name(), wide);
      }
    }
  }

  private static Map<String, Tensor> tensors(Map<String, double[]> point) {
    ParameterSet weights = TinyLlama.weights();
    ParameterSet adapter = TinyLlama.adapter();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    point.forEach(
        (name, values) -> {
          long[] shape = {ROWS, TOKENS, TinyLlama.CONFIG.dim()};
          if (!name.equals(INPUT)) {
            ParameterSet owner = weights.contains(name) ? weights : adapter;
            shape = Arrays.stream(owner.get(name).shape()).asLongStream().toArray();
          }
          tensors.put(name, Tensor.of(values, shape));
        });
    return tensors;
  }
}
