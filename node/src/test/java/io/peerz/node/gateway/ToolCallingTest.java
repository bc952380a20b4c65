package io.peerz.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.generate.LocalGenerator;
import io.peerz.inference.grammar.AnswerGuard;
import io.peerz.inference.sample.AnswerFormat;
import io.peerz.inference.sample.Sampler;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.sample.TokenCounts;
import io.peerz.inference.session.FinishReason;
import io.peerz.inference.text.ChatMessage;
import io.peerz.inference.text.TokenTable;
import io.peerz.inference.text.ToolCall;
import io.peerz.inference.text.ToolSyntax;
import io.peerz.inference.weights.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A tiny model under a template that knows tools: it knows nothing of calls, and yet makes one. */
class ToolCallingTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path PEBBLE = Path.of("../models/pebble-1.6m");
  private static final Path TEMPLATES = Path.of("../inference/src/test/resources/tools.json");
  private static final String WEATHER =
      """
      {"type":"object","properties":{"city":{"type":"string","maxLength":8},
       "unit":{"$ref":"#/$defs/unit"}},"required":["city","unit"],
       "$defs":{"unit":{"enum":["C","F"]}}}""";
  private static final ToolUse TOOLS =
      new ToolUse(
          List.of(tool("weather", WEATHER), tool("stop", "{\"type\":\"object\"}")), true, false);

  @TempDir private Path folder;

  private static ToolUse.Tool tool(String name, String parameters) {
    String definition =
        "{\"type\":\"function\",\"function\":{\"name\":\"%s\",\"parameters\":%s}}"
            .formatted(name, parameters);
    return new ToolUse.Tool(name, definition, parameters);
  }

  @BeforeEach
  void copyModel() throws Exception {
    try (var files = Files.list(PEBBLE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  private void speakAs(String template) throws Exception {
    Path file = folder.resolve("tokenizer_config.json");
    ObjectNode config = (ObjectNode) JSON.readTree(Files.readString(file));
    for (JsonNode one : JSON.readTree(Files.readString(TEMPLATES))) {
      if (one.path("name").asString().equals(template)) {
        config.put("chat_template", one.path("template").asString());
      }
    }
    Files.writeString(file, JSON.writeValueAsString(config));
  }

  @Test
  void aForcedCallFitsItsToolsSchemaInEveryWayOfWritingCalls() throws Exception {
    for (ToolSyntax syntax : ToolSyntax.values()) {
      speakAs(syntax == ToolSyntax.TAGGED ? "tagged" : "bare");
      ToolCall call = call(syntax);
      assertThat(call.name()).isEqualTo("weather");
      JsonNode arguments = JSON.readTree(call.arguments());
      assertThat(arguments.propertyNames()).containsExactly("city", "unit");
      assertThat(arguments.path("city").asString()).hasSizeLessThanOrEqualTo(8);
      assertThat(arguments.path("unit").asString()).isIn("C", "F");
    }
  }

  /** As a gateway and the node with the head do it together. */
  private ToolCall call(ToolSyntax syntax) {
    ToolUse weather = TOOLS.only("weather").orElseThrow();
    Prompt prompt = new Prompt.Chat(List.of(new ChatMessage("user", "Oslo?")), weather);
    SamplingParams sampling = SamplingParams.sampled(1, 3, 90);
    try (ModelVoice voice = ModelVoice.open(folder)) {
      assertThat(voice.tools()).hasValue(syntax);
      GenerationJob job = new GenerationJob("", prompt, sampling, List.of());
      List<ToolCall> heard = new ArrayList<>();
      Speaker speaker = new Speaker(voice, job, listener(heard));
      AnswerFormat format =
          new AnswerFormat(weather.schema(syntax.argumentsKey()), voice.stopTokens());
      generate(speaker, voice.stopTokens(), format, sampling);
      assertThat(speaker.finish(FinishReason.STOP)).isEqualTo("tool_calls");
      assertThat(speaker.text()).isEmpty();
      assertThat(speaker.calls()).hasSize(1).isEqualTo(heard);
      return heard.getFirst();
    }
  }

  private void generate(
      Speaker speaker, java.util.Set<Integer> stops, AnswerFormat format, SamplingParams params) {
    ModelFolder model = ModelFolder.open(folder);
    AnswerGuard guard = format.guard(TokenTable.open(folder), params.maxTokens());
    Sampler sampler = new Sampler();
    try (ExactEngine engine =
        new ExactEngine(
            model.loadLayers(0, model.config().geometry().layers()), EngineConfig.defaults())) {
      LocalGenerator generator = new LocalGenerator(List.of(engine));
      List<Integer> context = new ArrayList<>(List.of(1));
      for (int i = 0; i < params.maxTokens(); i++) {
        float[] logits = generator.logits(context.stream().mapToInt(id -> id).toArray());
        int token =
            sampler.sample(logits, params, i, new TokenCounts(), Optional.of(guard.allowed()));
        if (stops.contains(token) || !speaker.onToken(token, i)) {
          return;
        }
        guard.add(token);
        context.add(token);
      }
    }
  }

  private static TextListener listener(List<ToolCall> heard) {
    return new TextListener() {
      @Override
      public void onText(String piece) {}

      @Override
      public void onCall(ToolCall call) {
        heard.add(call);
      }

      @Override
      public boolean cancelled() {
        return false;
      }
    };
  }

  @Test
  void aForcedCallIsBegunForTheModelOnlyWhereItHasAnOpening() throws Exception {
    speakAs("tagged");
    Prompt forced = new Prompt.Chat(List.of(new ChatMessage("user", "Oslo?")), TOOLS);
    Prompt free =
        new Prompt.Chat(
            List.of(new ChatMessage("user", "Oslo?")), new ToolUse(TOOLS.tools(), false, true));
    try (ModelVoice voice = ModelVoice.open(folder)) {
      // The prompt is longer than this model's context, so its length is told in the refusal.
      assertThat(lengthOf(voice, forced) - lengthOf(voice, free))
          .isEqualTo("<tool_call>\n".length());
    }
  }

  private static int lengthOf(ModelVoice voice, Prompt prompt) {
    try {
      return voice.encode(prompt).size();
    } catch (io.peerz.proof.error.PeerzException e) {
      return Integer.parseInt(e.getMessage().replaceAll("\\D+(\\d+) tokens.*", "$1"));
    }
  }
}
