package io.peerz.finetune.data;

import io.peerz.finetune.corpus.Turn;
import io.peerz.inference.text.ChatMessage;
import io.peerz.inference.weights.ModelFolder;
import java.nio.file.Path;
import java.util.List;

/** Conversations of one turn, as the shipped model sees them. */
public final class Examples {
  public static final Path PEBBLE = Path.of("..", "models", "pebble-1.6m");

  private Examples() {}

  public static List<TokenizedExample> of(List<Turn> turns) {
    try (ExampleEncoder encoder = ExampleEncoder.open(ModelFolder.open(PEBBLE))) {
      return turns.stream().map(Examples::chat).map(encoder::encode).toList();
    }
  }

  static TrainingExample chat(Turn turn) {
    return new TrainingExample.Chat(
        List.of(
            new ChatMessage("user", turn.user()), new ChatMessage("assistant", turn.assistant())));
  }
}
