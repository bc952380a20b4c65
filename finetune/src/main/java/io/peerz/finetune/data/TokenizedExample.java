package io.peerz.finetune.data;

/**
 * An example as tokens, with a mark on each token that shall be learned. Both arrays are shared,
 * not copied.
 */
public final class TokenizedExample {
  private final int[] tokens;
  private final boolean[] learned;

  public TokenizedExample(int[] tokens, boolean[] learned) {
    if (tokens.length != learned.length) {
      throw new IllegalArgumentException("every token needs its mark");
    }
    this.tokens = tokens;
    this.learned = learned;
  }

  public int[] tokens() {
    return tokens;
  }

  public boolean[] learned() {
    return learned;
  }

  public int length() {
    return tokens.length;
  }
}
