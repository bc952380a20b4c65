package io.peerz.inference.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.generate.LocalGenerator;
import io.peerz.inference.sample.AnswerFormat;
import io.peerz.inference.sample.Logprobs;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.serve.ServeConfig;
import io.peerz.inference.testing.LoopbackNetwork;
import io.peerz.inference.testing.TestNode;
import io.peerz.inference.text.TokenTable;
import io.peerz.inference.text.Tokenizer;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.id.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

  @Test
  void anAnswerInAFormatIsWholeJsonAlsoWhenANodeFailsOnTheWay() {
    AnswerFormat format =
        new AnswerFormat(
            """
            {"type":"object","properties":{"capital":{"type":"string"},"people":{"type":"integer"}},
             "required":["capital","people"],"additionalProperties":false}""",
            Set.of(252));
    SamplingParams params = SamplingParams.sampled(1.0, 3, 60).withFormat(format);
    TokenTable words = TokenTable.open(FOLDER.path());
    int middle = GEOMETRY.layers() / 2;
    TestNode first = node(0, middle);
    TestNode second = knowing(words, middle);
    TestNode spare = knowing(words, middle);
    GenerationRequest request = request(params, Set.of(252));

    GenerationResult result =
        network
            .runner()
            .run(
                LoopbackNetwork.routeWithStandbys(List.of(first, second), List.of(spare)),
                request,
                (token, index) -> {
                  if (index == 8) {
                    second.stop();
                  }
                  return true;
                });

    JsonNode json = JsonMapper.shared().readTree(text(result.tokens()));
    assertThat(json.propertyNames()).containsExactly("capital", "people");
    assertThat(json.path("capital").isString()).isTrue();
    assertThat(json.path("people").isIntegralNumber()).isTrue();
    assertThat(result.failovers()).isEqualTo(1);
  }

  @Test
  void aNodeWithoutWordsRefusesAFormat() {
    TestNode whole = node(0, GEOMETRY.layers());
    SamplingParams params =
        SamplingParams.greedy(20)
            .withFormat(new AnswerFormat(AnswerFormat.ANY_OBJECT, Set.of(252)));
    assertThatThrownBy(
            () ->
                network
                    .runner()
                    .run(
                        LoopbackNetwork.route(whole), request(params, Set.of(252)), (t, i) -> true))
        .hasMessageContaining("does not know the words");
  }

  @Test
  void probabilitiesComeWithEachTokenAndTheGreedyOneIsTheLikeliest() {
    SamplingParams plain = SamplingParams.greedy(6);
    SamplingParams params =
        new SamplingParams(
            0, 1, 0, 0, 0, 6, 1, 0, 0, Map.of(), Optional.empty(), OptionalInt.of(3));
    assertThat(params.hash()).isNotEqualTo(plain.hash());
    int middle = GEOMETRY.layers() / 2;
    List<Logprobs> heard = new ArrayList<>();
    TokenListener listener =
        new TokenListener() {
          @Override
          public boolean onToken(int token, int index) {
            return true;
          }

          @Override
          public boolean onToken(int token, int index, Optional<Logprobs> logprobs) {
            heard.add(logprobs.orElseThrow());
            assertThat(heard.getLast().likeliest().getFirst().token()).isEqualTo(token);
            return true;
          }
        };
    network
        .runner()
        .run(
            LoopbackNetwork.route(node(0, middle), node(middle, GEOMETRY.layers())),
            request(params, Set.of()),
            listener);

    assertThat(heard).hasSize(6);
    for (Logprobs one : heard) {
      assertThat(one.likeliest()).hasSize(3);
      assertThat(one.logprob()).isEqualTo(one.likeliest().getFirst().logprob());
      assertThat(one.likeliest().stream().mapToDouble(t -> Math.exp(t.logprob())).sum())
          .isBetween(0.0, 1.0 + 1e-9);
    }
  }

  private TestNode knowing(TokenTable words, int layerStart) {
    return network
        .node(MODEL, engine(layerStart, GEOMETRY.layers()))
        .knowing(words)
        .start(ServeConfig.on("127.0.0.1", 0));
  }

  private static GenerationRequest request(SamplingParams params, Set<Integer> stops) {
    return new GenerationRequest(
        MODEL, GEOMETRY, Arrays.stream(prompt()).boxed().toList(), params, stops, true);
  }

  private static String text(List<Integer> tokens) {
    try (Tokenizer tokenizer = Tokenizer.open(FOLDER.path())) {
      return tokenizer.decode(tokens.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  private static int[] prompt() {
    try (Tokenizer tokenizer = Tokenizer.open(FOLDER.path())) {
      return tokenizer.encode("The quick brown stone sank to the bed of the river.", false);
    }
  }
}
