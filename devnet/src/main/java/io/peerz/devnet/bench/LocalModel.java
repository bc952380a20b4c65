package io.peerz.devnet.bench;

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
import java.util.stream.IntStream;

/**
 * The model in this process, whole or cut in shards whose rows go from one to the next in memory.
 */
final class LocalModel implements AutoCloseable {
  private final Path model;
  private final List<ShardEngine> engines;
  private final LocalGenerator generator;

  private LocalModel(Path model, int shards) {
    this.model = model;
    ModelFolder folder = ModelFolder.open(model);
    int layers = folder.config().geometry().layers();
    this.engines =
        IntStream.range(0, shards)
            .mapToObj(i -> engine(folder, i * layers / shards, (i + 1) * layers / shards))
            .toList();
    this.generator = new LocalGenerator(engines);
  }

  static LocalModel whole(Path model) {
    return new LocalModel(model, 1);
  }

  static LocalModel halves(Path model) {
    return new LocalModel(model, 2);
  }

  private static ShardEngine engine(ModelFolder folder, int layerStart, int layerEnd) {
    return new ExactEngine(folder.loadLayers(layerStart, layerEnd), EngineConfig.defaults());
  }

  int[] tokens(String prompt) {
    try (Tokenizer tokenizer = Tokenizer.open(model)) {
      String text = ChatTemplate.open(model).render(List.of(new ChatMessage("user", prompt)));
      return tokenizer.encode(text, false);
    }
  }

  List<Integer> answer(int[] prompt, int maxTokens) {
    return generator.generate(prompt, SamplingParams.greedy(maxTokens), StopTokens.of(model));
  }

  @Override
  public void close() {
    engines.forEach(ShardEngine::close);
  }
}
