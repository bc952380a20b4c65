package io.peerz.finetune.data;

import io.peerz.inference.text.ChatMessage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads training data: one JSON object a line, {@code {"messages": [...]}} or {@code {"prompt":
 * ..., "completion": ...}}. Every complaint names its line. Blocks on the stream; holds one line
 * and the examples in memory.
 */
public final class JsonlReader {
  private static final Set<String> ROLES = Set.of("system", "user", "assistant");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final JsonlLimits limits;
  private final List<TrainingExample> examples = new ArrayList<>();
  private long bytes;
  private int line;

  private JsonlReader(JsonlLimits limits) {
    this.limits = limits;
  }

  /** All examples of {@code source}, which stays open; at least one. */
  public static List<TrainingExample> read(InputStream source, JsonlLimits limits)
      throws IOException {
    return new JsonlReader(limits).readAll(new BufferedInputStream(source));
  }

  private List<TrainingExample> readAll(InputStream in) throws IOException {
    boolean more = true;
    while (more) {
      line++;
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      more = readLine(in, text);
      String decoded = decode(text.toByteArray());
      if (!decoded.isBlank()) {
        add(parse(decoded));
      }
    }
    if (examples.isEmpty()) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST, "the data holds no example; add at least one line");
    }
    return List.copyOf(examples);
  }

  /** Whether another line may follow. */
  private boolean readLine(InputStream in, ByteArrayOutputStream text) throws IOException {
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (++bytes > limits.maxBytes()) {
        throw bad("the file is larger than " + limits.maxBytes() + " bytes");
      }
      if (next == '\n') {
        return true;
      }
      if (text.size() == limits.maxLineBytes()) {
        throw bad("longer than " + limits.maxLineBytes() + " bytes");
      }
      text.write(next);
    }
    return false;
  }

  /** A byte order mark before the first line is no part of it; text without marks has no zeros. */
  private String decode(byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      if (text.indexOf('\0') >= 0) {
        throw bad("not UTF-8 but perhaps UTF-16; save the file in UTF-8");
      }
      return line == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw bad("not UTF-8; save the file in that encoding");
    }
  }

  private void add(TrainingExample example) {
    if (examples.size() == limits.maxExamples()) {
      throw bad("more than " + limits.maxExamples() + " examples");
    }
    examples.add(example);
  }

  private TrainingExample parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JacksonException e) {
      throw bad("not JSON: " + e.getOriginalMessage());
    }
    if (root.has("messages")) {
      return new TrainingExample.Chat(messages(root.path("messages")));
    }
    if (root.has("prompt") && root.has("completion")) {
      String completion = text(root, "completion");
      if (completion.isEmpty()) {
        throw bad("an empty completion teaches nothing");
      }
      return new TrainingExample.Completion(text(root, "prompt"), completion);
    }
    throw bad("an object with 'messages', or with 'prompt' and 'completion', is expected");
  }

  private List<ChatMessage> messages(JsonNode array) {
    if (!array.isArray() || array.isEmpty()) {
      throw bad("'messages' must be a list of at least one message");
    }
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode node : array) {
      String role = text(node, "role");
      if (!ROLES.contains(role)) {
        throw bad("role '" + role + "' is not system, user or assistant");
      }
      messages.add(new ChatMessage(role, text(node, "content")));
    }
    if (messages.stream().noneMatch(m -> m.role().equals("assistant") && !m.content().isEmpty())) {
      throw bad("no assistant message, so there is nothing to learn");
    }
    return messages;
  }

  private String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isString()) {
      throw bad("'" + field + "' must be a text");
    }
    return value.asString();
  }

  private PeerzException bad(String why) {
    return new PeerzException(ErrorCode.BAD_REQUEST, "line " + line + ": " + why);
  }
}
