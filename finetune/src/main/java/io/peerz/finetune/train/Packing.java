package io.peerz.finetune.train;

import io.peerz.finetune.corpus.PebbleCorpus;
import io.peerz.finetune.model.Batch;

/** Rows filled with whole documents from their start; the last one is cut where the row ends. */
final class Packing {
  private Packing() {}

  static Batch batch(PebbleCorpus corpus, int rows, int tokens) {
    int[][] sequences = new int[rows][];
    for (int row = 0; row < rows; row++) {
      sequences[row] = fill(corpus, tokens + 1);
    }
    return Batch.of(sequences);
  }

  private static int[] fill(PebbleCorpus corpus, int length) {
    int[] row = new int[length];
    int filled = 0;
    while (filled < length) {
      int[] document = corpus.next();
      int taken = Math.min(document.length, length - filled);
      System.arraycopy(document, 0, row, filled, taken);
      filled += taken;
    }
    return row;
  }
}
