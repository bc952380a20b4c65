package io.peerz.inference.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.djl.FastEngine;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.generate.LocalGenerator;
import io.peerz.inference.model.Arithmetic;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.serve.ServeConfig;
import io.peerz.inference.testing.LoopbackNetwork;
import io.peerz.inference.testing.TestNode;
import io.peerz.inference.text.Tokenizer;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fast engine behind real nodes: paid as any other, and never taken for the exact one. */
class FastModelTest {
  private static final ModelFolder EXACT = ModelFolder.open(Path.of("../models/pebble-1.6m"));
  private static final ModelFolder FAST = EXACT.in(Arithmetic.FAST);
  private static final int LAYERS = EXACT.config().geometry().layers();
  private static final int TOKENS = 24;

  private LoopbackNetwork network;

  @BeforeEach
  void open() {
    network = new LoopbackNetwork();
  }

  @AfterEach
  void close() {
    network.close();
  }

  private TestNode fastNode(Digest modelId, int layerStart, int layerEnd) {
    FastEngine engine =
        FastEngine.of(FAST.loadLayers(layerStart, layerEnd), EngineConfig.defaults());
    return network.node(modelId, engine).start(ServeConfig.on("127.0.0.1", 0));
  }

  private TestNode fastNode(int layerStart, int layerEnd) {
    return fastNode(FAST.manifest().modelId(), layerStart, layerEnd);
  }

  private static GenerationRequest request(ModelFolder model) {
    Geometry geometry = model.config().geometry();
    return new GenerationRequest(
        model.manifest().modelId(),
        geometry,
        Arrays.stream(prompt()).boxed().toList(),
        SamplingParams.greedy(TOKENS),
        Set.of(),
        geometry.isExact());
  }

  private static int[] prompt() {
    try (Tokenizer tokenizer = Tokenizer.open(EXACT.path())) {
      return tokenizer.encode("The quick brown stone sank to the bed of the river.", false);
    }
  }

  @Test
  void twoFastNodesGiveTheTextOfTheModelAndSignForATolerance() {
    GenerationResult result =
        network
            .runner()
            .run(
                LoopbackNetwork.route(fastNode(0, LAYERS / 2), fastNode(LAYERS / 2, LAYERS)),
                request(FAST),
                (token, index) -> true);

    assertThat(result.tokens()).isEqualTo(textOfTheExactEngine());
    assertThat(result.hops()).hasSize(2);
    for (HopReport hop : result.hops()) {
      assertThat(hop.amountWei()).isPositive();
      assertThat(hop.receipts())
          .isNotEmpty()
          .allMatch(signed -> signed.receipt().profile() == Arithmetic.FAST.profile())
          .noneMatch(signed -> signed.receipt().auditable());
    }
  }

  /** Rows of the one that steps in need not be those of the one that failed. */
  @Test
  void anotherNodeMayStepInWithAnotherEngine() {
    TestNode first = fastNode(0, LAYERS / 2);
    TestNode second = fastNode(LAYERS / 2, LAYERS);
    ExactEngine near = new ExactEngine(FAST.loadLayers(0, LAYERS / 2), EngineConfig.defaults());
    TestNode spare =
        network.node(FAST.manifest().modelId(), near).start(ServeConfig.on("127.0.0.1", 0));

    GenerationResult result =
        network
            .runner()
            .run(
                LoopbackNetwork.routeWithStandbys(List.of(first, second), List.of(spare)),
                request(FAST),
                (token, index) -> {
                  if (index == 9) {
                    first.stop();
                  }
                  return true;
                });

    assertThat(result.tokens()).isEqualTo(textOfTheExactEngine());
    assertThat(result.failovers()).isEqualTo(1);
  }

  @Test
  void nobodyCanAskAFastNodeForReceiptsToBeAudited() {
    Geometry geometry = FAST.config().geometry();
    List<Integer> prompt = Arrays.stream(prompt()).boxed().toList();
    assertThatThrownBy(
            () ->
                new GenerationRequest(
                    FAST.manifest().modelId(),
                    geometry,
                    prompt,
                    SamplingParams.greedy(TOKENS),
                    Set.of(),
                    true))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("cannot be audited");
  }

  /** A node that passes fast results off as exact ones is not paid for them. */
  @Test
  void whoAskedForExactResultsDoesNotPayForOthers() {
    assertThat(FAST.manifest().modelId()).isNotEqualTo(EXACT.manifest().modelId());
    TestNode honest = fastNode(0, LAYERS);
    assertThatThrownBy(() -> run(honest, request(EXACT))).hasMessageContaining("does not serve");
    TestNode liar = fastNode(EXACT.manifest().modelId(), 0, LAYERS);
    assertThatThrownBy(() -> run(liar, request(EXACT))).hasMessageContaining("cannot be audited");
  }

  private GenerationResult run(TestNode node, GenerationRequest request) {
    return network.runner().run(LoopbackNetwork.route(node), request, (token, index) -> true);
  }

  private static List<Integer> textOfTheExactEngine() {
    try (ExactEngine whole =
        new ExactEngine(EXACT.loadLayers(0, LAYERS), EngineConfig.defaults())) {
      return new LocalGenerator(List.of(whole))
          .generate(prompt(), SamplingParams.greedy(TOKENS), Set.of());
    }
  }
}
