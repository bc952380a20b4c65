package io.peerz.finetune.data;

import io.peerz.inference.text.ChatMessage;
import io.peerz.inference.text.ChatTemplate;
import io.peerz.inference.text.Tokenizer;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.Collections;
import java.util.List;

/**
 * Examples as the tokens that the model will see when it is served: through its own chat template
 * and tokenizer. What the assistant says is learned, and the token that ends it.
 */
public final class ExampleEncoder implements AutoCloseable {
  private final Tokenizer tokenizer;
  private final ChatTemplate template;
  private final int endToken;

  private ExampleEncoder(Tokenizer tokenizer, ChatTemplate template, int endToken) {
    this.tokenizer = tokenizer;
    this.template = template;
    this.endToken = endToken;
  }

  /** The encoder of a model that can chat. */
  public static ExampleEncoder open(ModelFolder folder) {
    return new ExampleEncoder(
        Tokenizer.open(folder.path()),
        ChatTemplate.open(folder.path()),
        Collections.min(folder.stopTokens()));
  }

  /** Refuses an example whose text holds the model's marks or whose assistant speaks first. */
  public TokenizedExample encode(TrainingExample example) {
    return switch (example) {
      case TrainingExample.Chat(List<ChatMessage> messages) -> chat(messages);
      case TrainingExample.Completion(String prompt, String completion) ->
          new TokenBuilder()
              .add(tokenizer.encode(prompt, true), false)
              .add(tokenizer.encode(completion, false), true)
              .add(new int[] {endToken}, true)
              .build();
    };
  }

  /**
   * Each answer is put behind what the template opens for it; what the template then writes first
   * ends the answer.
   */
  private TokenizedExample chat(List<ChatMessage> messages) {
    TokenBuilder tokens = new TokenBuilder();
    String written = "";
    int answers = 0;
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).role().equals("assistant")) {
        String prompt = template.render(messages.subList(0, i));
        addBetween(tokens, written, prompt, answers > 0);
        String answer = messages.get(i).content();
        tokens.add(tokenizer.encode(answer, false), true);
        written = prompt + answer;
        answers++;
      }
    }
    return tokens.add(new int[] {endToken}, true).build();
  }

  /** What stands between two answers; its first token, the end of the first answer, is learned. */
  private void addBetween(TokenBuilder tokens, String written, String prompt, boolean endsAnswer) {
    if (!prompt.startsWith(written)) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST, "a message holds one of the model's own marks; take it out");
    }
    int[] between = tokenizer.encode(prompt.substring(written.length()), false);
    for (int k = 0; k < between.length; k++) {
      tokens.add(new int[] {between[k]}, endsAnswer && k == 0);
    }
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
