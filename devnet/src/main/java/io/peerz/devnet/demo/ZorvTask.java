package io.peerz.devnet.demo;

import io.peerz.finetune.adapter.PeftAdapter;
import io.peerz.finetune.corpus.Turn;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.finetune.data.ExampleEncoder;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.data.TrainingExample;
import io.peerz.finetune.evaluate.AdaptedModel;
import io.peerz.finetune.model.LlamaCheckpoint;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.inference.text.ChatMessage;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Translating into an invented language. The sentences that are asked at the end are in no file:
 * nobody trained on them or measured with them.
 */
final class ZorvTask {
  static final int ASKED = 100;
  private static final long SEED = 1;

  private final ModelFolder folder;
  private final ShardWeights base;
  private final List<Turn> all = Zorv.shuffled(SEED);

  ZorvTask(Path model) {
    this.folder = ModelFolder.open(model);
    this.base = folder.loadLayers(0, folder.config().geometry().layers());
  }

  /** What is submitted: a conversation a line. */
  String jsonl() {
    return all.stream()
        .skip(ASKED)
        .map(
            turn ->
                JsonMapper.shared()
                    .writeValueAsString(
                        Map.of(
                            "messages",
                            List.of(
                                Map.of("role", "user", "content", turn.user()),
                                Map.of("role", "assistant", "content", turn.assistant())))))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** A sentence that is only asked. */
  Turn asked() {
    return all.getFirst();
  }

  /** How many of the asked sentences the base translates word for word. */
  long answeredByBase() {
    LoraConfig none = new LoraConfig(1, 1);
    return answered(none, none.initial(LlamaCheckpoint.config(folder.config()), 1));
  }

  /** How many the base with an adapter does. */
  long answeredWith(PeftAdapter adapter) {
    return answered(adapter.config(), adapter.weights());
  }

  private long answered(LoraConfig lora, ParameterSet weights) {
    try (AdaptedModel model = new AdaptedModel(base, lora, weights, 2);
        ExampleEncoder encoder = ExampleEncoder.open(folder)) {
      return all.stream()
          .limit(ASKED)
          .map(turn -> example(encoder, turn))
          .filter(model::answers)
          .count();
    }
  }

  private static TokenizedExample example(ExampleEncoder encoder, Turn turn) {
    return encoder.encode(
        new TrainingExample.Chat(
            List.of(
                new ChatMessage("user", turn.user()),
                new ChatMessage("assistant", turn.assistant()))));
  }
}
