package io.peerz.finetune.data;

import io.peerz.finetune.corpus.ByteTokens;
import io.peerz.inference.text.ChatMessage;
import java.util.Arrays;

/** Examples in the byte vocabulary, in the shape of its chat template. */
public final class ByteExampleEncoder {
  private int[] tokens = new int[64];
  private boolean[] learned = new boolean[64];
  private int length;

  private ByteExampleEncoder() {}

  public static TokenizedExample encode(TrainingExample example) {
    ByteExampleEncoder encoder = new ByteExampleEncoder();
    encoder.add(ByteTokens.BEGIN, false);
    switch (example) {
      case TrainingExample.Chat chat -> chat.messages().forEach(encoder::addMessage);
      case TrainingExample.Completion(String prompt, String completion) -> {
        encoder.addText(prompt, false);
        encoder.addText(completion, true);
        encoder.add(ByteTokens.END, true);
      }
    }
    return new TokenizedExample(
        Arrays.copyOf(encoder.tokens, encoder.length),
        Arrays.copyOf(encoder.learned, encoder.length));
  }

  private void addMessage(ChatMessage message) {
    boolean answer = message.role().equals("assistant");
    add(mark(message.role()), false);
    addText(message.content(), answer);
    add(ByteTokens.END, answer);
  }

  private static int mark(String role) {
    return switch (role) {
      case "system" -> ByteTokens.SYSTEM;
      case "user" -> ByteTokens.USER;
      case "assistant" -> ByteTokens.ASSISTANT;
      default -> throw new IllegalArgumentException("no mark for role '" + role + "'");
    };
  }

  private void addText(String text, boolean learn) {
    for (int id : ByteTokens.encode(text)) {
      add(id, learn);
    }
  }

  private void add(int id, boolean learn) {
    if (length == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * length);
      learned = Arrays.copyOf(learned, 2 * length);
    }
    tokens[length] = id;
    learned[length++] = learn;
  }
}
