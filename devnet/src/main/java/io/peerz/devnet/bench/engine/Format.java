package io.peerz.devnet.bench.engine;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.Quantisation;
import io.peerz.inference.weights.ShardWeights;

/** A way to store weights, as each contender has it. */
enum Format {
  Q4("q4", 2, 32, 18),
  Q8("q8", 8, 32, 34),
  BF16("bf16", 30, 1, 2);

  private final String label;
  private final int ggmlType;
  private final int ggmlBlock;
  private final int ggmlBlockBytes;

  Format(String label, int ggmlType, int ggmlBlock, int ggmlBlockBytes) {
    this.label = label;
    this.ggmlType = ggmlType;
    this.ggmlBlock = ggmlBlock;
    this.ggmlBlockBytes = ggmlBlockBytes;
  }

  static Format of(String label) {
    for (Format format : values()) {
      if (format.label.equals(label)) {
        return format;
      }
    }
    throw new IllegalArgumentException("no such format: " + label + "; use q4, q8 or bf16");
  }

  String label() {
    return label;
  }

  /** The type's number in a GGUF file. */
  int ggmlType() {
    return ggmlType;
  }

  /** Bytes of that many weights in a GGUF file. */
  long ggmlBytes(long weights) {
    return weights / ggmlBlock * ggmlBlockBytes;
  }

  boolean isBlocks() {
    return ggmlBlock > 1;
  }

  int ggmlBlockBytes() {
    return ggmlBlockBytes;
  }

  /** A model of bfloat16 weights in this format. */
  ModelConfig round(ModelConfig stored) {
    return switch (this) {
      case Q4 -> stored.rounded(Quantisation.Q4);
      case Q8 -> stored.rounded(Quantisation.Q8);
      case BF16 -> stored;
    };
  }

  /** The weights, given as bfloat16, in this format. */
  ShardWeights round(ShardWeights weights) {
    return switch (this) {
      case Q4 -> weights.rounded(Quantisation.Q4);
      case Q8 -> weights.rounded(Quantisation.Q8);
      case BF16 -> weights;
    };
  }
}
