package io.peerz.finetune.remote;

import io.peerz.finetune.model.LlamaConfig;

/**
 * What a session needs, estimated from above. The working memory of a layer was fitted to the 135M
 * shape: 128 MB for 4 rows of 256 tokens.
 */
final class StageMemory {
  /** Parameters, AdamW's two means, all of that again before the last step, and gradients. */
  private static final int ADAPTER_COPIES = 7;

  /** A hidden state with its bytes on the way in and out. */
  private static final int COPIES_ON_THE_WAY = 4;

  private static final int HEAD_TOKENS = 128;
  private static final int HEAD_COPIES = 3;

  private StageMemory() {}

  /** A double, since a stranger's terms may exceed any whole number. */
  static double bytes(
      StageTerms terms, LlamaConfig config, long adapterElements, int layersPerPiece) {
    int layers = terms.layerEnd() - terms.layerStart();
    double pieces = Math.ceil((double) layers / layersPerPiece);
    double state = (double) terms.positions() * config.dim();
    double floats =
        ADAPTER_COPIES * (double) adapterElements
            + (pieces + COPIES_ON_THE_WAY) * state
            + Math.min(layers, layersPerPiece) * layer(terms, config);
    if (terms.layerEnd() == config.layers()) {
      floats += (double) HEAD_COPIES * HEAD_TOKENS * config.vocabSize();
    }
    return Float.BYTES * floats;
  }

  /** What one layer keeps between its forward and its backward pass, and its gradients. */
  private static double layer(StageTerms terms, LlamaConfig c) {
    double projections = (c.heads() + 2.0 * c.kvHeads()) * c.headDim();
    double scores = (double) c.heads() * terms.tokens();
    return terms.positions() * (16.0 * c.dim() + 6.0 * c.hidden() + 4 * projections + 4 * scores);
  }
}
