package io.peerz.finetune.corpus;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** One training text as tokens, in the shapes that the chat template makes. */
public final class Document {
  private Document() {}

  /** {@code <|bos|>text<|end|>} */
  public static int[] plain(String text) {
    return join(mark(ByteTokens.BEGIN), ByteTokens.encode(text), mark(ByteTokens.END));
  }

  /**
   * {@code <|bos|>} and for each turn {@code <|user|>…<|end|><|assistant|>…<|end|>}; an empty
   * system text is left out.
   */
  public static int[] chat(String system, List<Turn> turns) {
    int[] tokens = mark(ByteTokens.BEGIN);
    if (!system.isEmpty()) {
      tokens = join(tokens, said(ByteTokens.SYSTEM, system));
    }
    for (Turn turn : turns) {
      tokens =
          join(
              tokens,
              said(ByteTokens.USER, turn.user()),
              said(ByteTokens.ASSISTANT, turn.assistant()));
    }
    return tokens;
  }

  /** What the model sees before it answers {@code question}. */
  public static int[] prompt(String question) {
    return join(
        mark(ByteTokens.BEGIN), said(ByteTokens.USER, question), mark(ByteTokens.ASSISTANT));
  }

  private static int[] said(int role, String text) {
    return join(mark(role), ByteTokens.encode(text), mark(ByteTokens.END));
  }

  private static int[] mark(int id) {
    return new int[] {id};
  }

  private static int[] join(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(IntStream::of).toArray();
  }
}
