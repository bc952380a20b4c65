package io.peerz.finetune.data;

import java.util.Arrays;

/** Collects the tokens of one example and which of them are learned. */
final class TokenBuilder {
  private int[] tokens = new int[64];
  private boolean[] learned = new boolean[64];
  private int length;

  TokenBuilder add(int[] ids, boolean learn) {
    for (int id : ids) {
      if (length == tokens.length) {
        tokens = Arrays.copyOf(tokens, 2 * length);
        learned = Arrays.copyOf(learned, 2 * length);
      }
      tokens[length] = id;
      learned[length++] = learn;
    }
    return this;
  }

  TokenizedExample build() {
    return new TokenizedExample(Arrays.copyOf(tokens, length), Arrays.copyOf(learned, length));
  }
}
