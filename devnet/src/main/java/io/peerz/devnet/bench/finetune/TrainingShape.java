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
import java.util.Arrays;
import java.util.Random;

/** A model and a batch to train it on: the shapes of the fine-tuning design. */
public enum TrainingShape {
  /** The shipped model. */
  S1("1.6m", PebbleDirectory.geometry(), 16, 128),
  /** Six layers whose vocabulary is the larger part. */
  S15("15m", new LlamaConfig(32_000, 288, 6, 6, 6, 48, 768, 1e4, 1e-5, 256, true), 4, 256),
  /** SmolLM2-135M. */
  S135("135m", new LlamaConfig(49_152, 576, 30, 9, 3, 64, 1536, 1e5, 1e-5, 8192, true), 4, 256);

  static final LoraConfig LORA = new LoraConfig(16, 32);

  private static final int ALL_TARGETS = 0x7f;

  private final String word;
  private final LlamaConfig config;
  private final int rows;
  private final int tokens;

  TrainingShape(String word, LlamaConfig config, int rows, int tokens) {
    this.word = word;
    this.config = config;
    this.rows = rows;
    this.tokens = tokens;
  }

  public static TrainingShape of(String word) {
    return Arrays.stream(values())
        .filter(shape -> shape.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.BAD_REQUEST,
                    "no shape is called '" + word + "'; use 1.6m, 15m, 135m, with commas"));
  }

  String word() {
    return word;
  }

  LlamaConfig config() {
    return config;
  }

  int rows() {
    return rows;
  }

  int tokens() {
    return tokens;
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
