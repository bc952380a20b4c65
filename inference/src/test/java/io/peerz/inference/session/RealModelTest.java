package io.peerz.inference.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.generate.LocalGenerator;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.serve.ServeConfig;
import io.peerz.inference.testing.LoopbackNetwork;
import io.peerz.inference.testing.TestNode;
import io.peerz.inference.text.Tokenizer;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.id.Digest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The model that ships with the project, through nodes and through one process. */
class RealModelTest {
  private static final ModelFolder FOLDER = ModelFolder.open(Path.of("../models/pebble-1.6m"));
  private static final Geometry GEOMETRY = FOLDER.manifest().geometry();
  private static final Digest MODEL = FOLDER.manifest().modelId();

  private LoopbackNetwork network;

  @BeforeEach
  void open() {
    network = new LoopbackNetwork();
  }

  @AfterEach
  void close() {
    network.close();
  }

  private static ExactEngine engine(int layerStart, int layerEnd) {
    return new ExactEngine(FOLDER.loadLayers(layerStart, layerEnd), EngineConfig.defaults());
  }

  private TestNode node(int layerStart, int layerEnd) {
    return network.node(MODEL, engine(layerStart, layerEnd)).start(ServeConfig.on("127.0.0.1", 0));
  }

  @Test
  void theTextThroughNodesIsTheTextOfOneProcessTokenForToken() {
    SamplingParams params = SamplingParams.sampled(0.8, 7, 40);
    int[] prompt = prompt();
    int middle = GEOMETRY.layers() / 2;
    TestNode first = node(0, middle);
    TestNode second = node(middle, GEOMETRY.layers());
    TestNode spare = node(middle, GEOMETRY.layers());
    GenerationRequest request =
        new GenerationRequest(
            MODEL, GEOMETRY, Arrays.stream(prompt).boxed().toList(), params, Set.of(), true);

    GenerationResult result =
        network
            .runner()
            .run(
                LoopbackNetwork.routeWithStandbys(List.of(first, second), List.of(spare)),
                request,
                (token, index) -> {
                  if (index == 20) {
                    second.stop();
                  }
                  return true;
                });

    try (ExactEngine whole = engine(0, GEOMETRY.layers())) {
      assertThat(result.tokens())
          .hasSize(40)
          .isEqualTo(new LocalGenerator(List.of(whole)).generate(prompt, params, Set.of()));
    }
    assertThat(result.failovers()).isEqualTo(1);
  }

  private static int[] prompt() {
    try (Tokenizer tokenizer = Tokenizer.open(FOLDER.path())) {
      return tokenizer.encode("The quick brown stone sank to the bed of the river.", false);
    }
  }
}
