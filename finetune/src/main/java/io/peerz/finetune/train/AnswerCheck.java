package io.peerz.finetune.train;

import io.peerz.finetune.corpus.ByteTokens;
import io.peerz.finetune.corpus.Document;
import io.peerz.finetune.corpus.Turn;
import io.peerz.finetune.model.Batch;
import java.util.Arrays;
import java.util.List;

/**
 * How many questions a model answers word for word when it always takes the likeliest token. Greedy
 * decoding yields an answer exactly if every token of it is the likeliest after those before it, so
 * one forward pass over question and answer decides.
 */
public final class AnswerCheck {
  private static final int ROWS = 32;

  private AnswerCheck() {}

  /** Number of {@code turns} answered exactly, the end mark included. */
  public static int exact(WholeModel model, List<Turn> turns) {
    int exact = 0;
    for (int from = 0; from < turns.size(); from += ROWS) {
      exact += exactInBatch(model, turns.subList(from, Math.min(turns.size(), from + ROWS)));
    }
    return exact;
  }

  private static int exactInBatch(WholeModel model, List<Turn> turns) {
    int[][] documents =
        turns.stream().map(turn -> Document.chat("", List.of(turn))).toArray(int[][]::new);
    int longest =
        Arrays.stream(documents).mapToInt(document -> document.length).max().orElseThrow();
    // Attention looks back only, so what pads a row changes nothing before it.
    int[][] padded = new int[documents.length][];
    for (int row = 0; row < documents.length; row++) {
      padded[row] = Arrays.copyOf(documents[row], longest);
    }
    long[] choices = model.choices(Batch.of(padded));
    int exact = 0;
    for (int row = 0; row < documents.length; row++) {
      int offset = row * (longest - 1);
      exact += answered(documents[row], choices, offset) ? 1 : 0;
    }
    return exact;
  }

  private static boolean answered(int[] document, long[] choices, int offset) {
    int position = 0;
    while (document[position] != ByteTokens.ASSISTANT) {
      position++;
    }
    for (; position + 1 < document.length; position++) {
      if (choices[offset + position] != document[position + 1]) {
        return false;
      }
    }
    return true;
  }
}
