package io.peerz.devnet.demo;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.generate.LocalGenerator;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.text.ChatMessage;
import io.peerz.inference.text.ChatTemplate;
import io.peerz.inference.text.Tokenizer;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.node.gateway.StopTokens;
import java.nio.file.Path;
import java.util.List;

/**
 * The same model, whole, in this process: what the network's answer must equal, token for token.
 */
final class SingleProcess {
  private SingleProcess() {}

  static List<Integer> answer(Path model, String prompt, int maxTokens) {
    ModelFolder folder = ModelFolder.open(model);
    int layers = folder.config().geometry().layers();
    try (ShardEngine engine =
            new ExactEngine(folder.loadLayers(0, layers), EngineConfig.defaults());
        Tokenizer tokenizer = Tokenizer.open(model)) {
      String text = ChatTemplate.open(model).render(List.of(new ChatMessage("user", prompt)));
      int[] tokens = tokenizer.encode(text, false);
      return new LocalGenerator(List.of(engine))
          .generate(tokens, SamplingParams.greedy(maxTokens), StopTokens.of(model));
    }
  }
}
