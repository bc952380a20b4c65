package io.peerz.inference.text;

import static io.peerz.proof.error.ErrorCode.BAD_CHECKPOINT;
import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;
import static io.peerz.proof.error.ErrorCode.IO;

import io.peerz.inference.text.jinja.Template;
import io.peerz.inference.text.jinja.TemplateException;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders a conversation as the text a model was trained on, by the chat template of its
 * tokenizer_config.json (or chat_template.jinja).
 */
public final class ChatTemplate {
  private static final String CONFIG = "tokenizer_config.json";
  private static final long MAX_BYTES = 64L << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> NAMED_TOKENS =
      List.of("bos_token", "eos_token", "unk_token", "pad_token");

  private final Template template;
  private final Map<String, Object> constants;
  private final Optional<ToolSyntax> tools;
  private final TemplateNames shown;

  private ChatTemplate(
      Template template,
      Map<String, Object> constants,
      Optional<ToolSyntax> tools,
      TemplateNames shown) {
    this.template = template;
    this.constants = constants;
    this.tools = tools;
    this.shown = shown;
  }

  /** Reads the folder's template; a model without one cannot chat and is refused. */
  public static ChatTemplate open(Path folder) {
    JsonNode config = json(folder.resolve(CONFIG));
    Map<String, Object> constants = constants(config);
    List<String> marks = new ArrayList<>();
    for (JsonNode token : json(folder.resolve("tokenizer.json")).path("added_tokens")) {
      String mark = token.path("content").asString("");
      if (token.path("special").asBoolean(false) && !mark.isEmpty()) {
        marks.add(mark);
      }
    }
    String source = source(folder, config).orElseThrow(() -> none(folder));
    try {
      return new ChatTemplate(
          Template.parse(source), constants, ToolSyntax.of(source), new TemplateNames(marks));
    } catch (TemplateException e) {
      throw new PeerzException(
          BAD_CHECKPOINT, "chat template of " + folder + ", " + e.getMessage(), e);
    }
  }

  /**
   * Digest of what is rendered: the template's text and the tokens it may name. Empty for a model
   * that cannot chat.
   */
  public static Optional<Digest> digest(Path folder) {
    Path file = folder.resolve(CONFIG);
    JsonNode config = Files.exists(file) ? json(file) : JSON.createObjectNode();
    Map<String, Object> constants = constants(config);
    return source(folder, config)
        .map(
            source ->
                Keccak.hash(
                    Stream.concat(
                            Stream.of(source),
                            NAMED_TOKENS.stream()
                                .map(name -> "" + constants.getOrDefault(name, "")))
                        .map(text -> Keccak.hash(text.getBytes(StandardCharsets.UTF_8)).bytes())
                        .toArray(byte[][]::new)));
  }

  private static Map<String, Object> constants(JsonNode config) {
    Map<String, Object> constants = new HashMap<>();
    for (String name : NAMED_TOKENS) {
      JsonNode token = config.path(name);
      String text = token.isObject() ? token.path("content").asString("") : token.asString("");
      if (!text.isEmpty()) {
        constants.put(name, text);
      }
    }
    return constants;
  }

  private static Optional<String> source(Path folder, JsonNode config) {
    Path file = folder.resolve("chat_template.jinja");
    if (Files.exists(file)) {
      return Optional.of(new String(read(file), StandardCharsets.UTF_8));
    }
    JsonNode template = config.path("chat_template");
    if (template.isString()) {
      return Optional.of(template.stringValue());
    }
    for (JsonNode named : template) {
      if (named.path("name").asString("").equals("default")) {
        return Optional.of(named.path("template").asString(""));
      }
    }
    return Optional.empty();
  }

  private static PeerzException none(Path folder) {
    return new PeerzException(
        BAD_CHECKPOINT, folder + " has no chat template; use the completions API for this model.");
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(read(file));
    } catch (JacksonException e) {
      throw new PeerzException(BAD_CHECKPOINT, file + " is not valid JSON", e);
    }
  }

  private static byte[] read(Path file) {
    try {
      Require.that(Files.isRegularFile(file), BAD_CHECKPOINT, file + " is missing");
      Require.that(Files.size(file) <= MAX_BYTES, BAD_CHECKPOINT, file + " is too large");
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new PeerzException(IO, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** How the model calls tools; empty where it knows none. */
  public Optional<ToolSyntax> tools() {
    return tools;
  }

  /** The conversation with the opening of the assistant's next message behind it. */
  public String render(List<ChatMessage> messages) {
    return render(messages, List.of());
  }

  /**
   * The same with tools that the model may call.
   *
   * @param definitions a JSON object each, as OpenAI's API describes a tool
   */
  public String render(List<ChatMessage> messages, List<String> definitions) {
    Require.that(!messages.isEmpty(), BAD_REQUEST, "messages is empty; send at least one message.");
    Map<String, Object> names = new HashMap<>(constants);
    names.put("messages", shown.messages(messages));
    names.put("add_generation_prompt", true);
    if (!definitions.isEmpty()) {
      names.put("tools", definitions.stream().map(shown::json).toList());
    }
    try {
      return template.render(names);
    } catch (TemplateException e) {
      String cause = e.isRaised() ? "the model's chat template refuses this: " : "chat template, ";
      throw new PeerzException(
          e.isRaised() ? BAD_REQUEST : BAD_CHECKPOINT, cause + e.getMessage(), e);
    }
  }
}
