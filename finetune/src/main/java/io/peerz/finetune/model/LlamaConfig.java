package io.peerz.finetune.model;

/**
 * Geometry of a Llama-family decoder, under the names of its {@code config.json}.
 *
 * @param vocabSize rows of the embedding
 * @param dim width of the hidden state
 * @param layers number of blocks
 * @param heads query heads
 * @param kvHeads key and value heads; divides {@code heads}
 * @param headDim width of one head; even
 * @param hidden inner width of the feed-forward part
 * @param ropeTheta base of the rotary frequencies
 * @param rmsEpsilon added to the mean square before its root
 * @param maxPositions longest sequence the model was trained on, in tokens
 * @param tiedEmbeddings whether the head shares the embedding's weights
 */
public record LlamaConfig(
    int vocabSize,
    int dim,
    int layers,
    int heads,
    int kvHeads,
    int headDim,
    int hidden,
    double ropeTheta,
    double rmsEpsilon,
    int maxPositions,
    boolean tiedEmbeddings) {

  public LlamaConfig {
    requirePositive(vocabSize, dim, layers, heads, kvHeads, headDim, hidden, maxPositions);
    if (heads % kvHeads != 0 || headDim % 2 != 0) {
      throw new IllegalArgumentException(
          "heads %d, kv heads %d, head dim %d: heads must divide and the head dim be even"
              .formatted(heads, kvHeads, headDim));
    }
    if (!(ropeTheta > 1) || !(rmsEpsilon > 0)) {
      throw new IllegalArgumentException("rope theta must exceed 1 and epsilon 0");
    }
  }

  private static void requirePositive(int... sizes) {
    for (int size : sizes) {
      if (size < 1) {
        throw new IllegalArgumentException("every size of a model must be at least 1, got " + size);
      }
    }
  }

  /** Query heads that share one key head. */
  public int groups() {
    return heads / kvHeads;
  }
}
