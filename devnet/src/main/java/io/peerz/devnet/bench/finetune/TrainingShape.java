package io.peerz.devnet.bench.finetune;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.model.LlamaLayout;
import io.peerz.finetune.model.LlamaNames;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.store.PebbleDirectory;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.List;
import java.util.Random;

/**
 * A model and a batch to train it on: the shapes of the fine-tuning design.
 *
 * @param word its name on the command line
 * @param rows of a batch
 * @param tokens of a row
 */
public record TrainingShape(String word, LlamaConfig config, int rows, int tokens) {
  static final LoraConfig LORA = new LoraConfig(16, 32);

  private static final int ALL_TARGETS = 0x7f;

  /** The shipped model; six layers whose vocabulary is the larger part; SmolLM2-135M. */
  private static final List<TrainingShape> ALL =
      List.of(
          new TrainingShape("1.6m", PebbleDirectory.geometry(), 16, 128),
          new TrainingShape(
              "15m", new LlamaConfig(32_000, 288, 6, 6, 6, 48, 768, 1e4, 1e-5, 256, true), 4, 256),
          new TrainingShape(
              "135m",
              new LlamaConfig(49_152, 576, 30, 9, 3, 64, 1536, 1e5, 1e-5, 8192, true),
              4,
              256));

  public static TrainingShape of(String word) {
    return ALL.stream()
        .filter(shape -> shape.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.BAD_REQUEST,
                    "no shape is called '" + word + "'; use 1.6m, 15m, 135m, with commas"));
  }

  int tokensPerStep() {
    return rows * tokens;
  }

  /** A node's rule: small models keep all activations, deep ones recompute layer by layer. */
  int layersPerStage() {
    return config.layers() <= 8 ? config.layers() : 1;
  }

  /** The same random tokens for both contestants. */
  Batch batch(long seed) {
    Random random = new Random(seed);
    int[][] sequences = new int[rows][];
    for (int row = 0; row < rows; row++) {
      sequences[row] = random.ints(tokens + 1L, 0, config.vocabSize()).toArray();
    }
    return Batch.of(sequences);
  }

  /** Multiply-accumulates of a step by the market's formula, which counts nothing twice. */
  long macsPerStep() {
    return MacFormula.lora(geometry(), rows, tokens, 1, LORA.rank(), ALL_TARGETS);
  }

  /** Of the base in float32, each norm left out. */
  long baseBytes() {
    long linear =
        LlamaNames.LINEAR_MAPS.stream()
            .map(part -> LlamaLayout.linearShape(config, part))
            .mapToLong(shape -> (long) shape[0] * shape[1])
            .sum();
    return Float.BYTES * (linear * config.layers() + (long) config.vocabSize() * config.dim());
  }

  private Geometry geometry() {
    return new Geometry(
        config.layers(),
        config.dim(),
        config.heads(),
        config.kvHeads(),
        config.headDim(),
        config.hidden(),
        config.vocabSize(),
        0,
        1);
  }
}
