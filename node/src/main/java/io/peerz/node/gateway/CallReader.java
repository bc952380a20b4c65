package io.peerz.node.gateway;

import io.peerz.inference.text.ToolCall;
import io.peerz.inference.text.ToolSyntax;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Splits an answer into text and calls of tools, as it comes. What cannot be read as a call of a
 * tool that was offered stays text, so that nothing the model said is lost. One owner: the thread
 * of its generation.
 */
final class CallReader {
  private final ToolSyntax syntax;
  private final ToolUse use;
  private final Consumer<String> text;
  private final Consumer<ToolCall> calls;
  private final StringBuilder held = new StringBuilder();
  private boolean inCall;
  private boolean called;
  private boolean spoken;

  /**
   * Before the first piece.
   *
   * @param text hears what is not a call
   * @param calls hears each call once it is complete
   */
  CallReader(ToolSyntax syntax, ToolUse use, Consumer<String> text, Consumer<ToolCall> calls) {
    this.syntax = syntax;
    this.use = use;
    this.text = text;
    this.calls = calls;
    this.inCall = use.forced(); // the prompt has opened the call already
  }

  void add(String piece) {
    held.append(piece);
    boolean moved = true;
    while (moved && !held.isEmpty()) {
      moved = inCall ? leave() : enter();
    }
  }

  /** Whether no more may be said. */
  boolean enough() {
    return called && !use.several();
  }

  /** The answer is over: a call may end with it. */
  void finish() {
    if (inCall) {
      String rest = held.toString();
      held.setLength(0);
      inCall = false;
      tell(rest, use.forced() ? rest : syntax.open() + rest);
    }
    say(held.length());
  }

  /** Says what is surely text, and finds where a call begins. */
  private boolean enter() {
    if (syntax.open().isEmpty()) {
      return enterBare();
    }
    int at = held.indexOf(syntax.open());
    if (at >= 0) {
      say(trimmed(at));
      held.delete(0, held.indexOf(syntax.open()) + syntax.open().length());
      inCall = true;
      return true;
    }
    say(trimmed(held.length() - possibleStart()));
    return false;
  }

  /** A bare call is the whole answer, so it can only stand at the beginning. */
  private boolean enterBare() {
    if (spoken) {
      say(held.length());
      return false;
    }
    String begun = held.toString().stripLeading();
    inCall = begun.startsWith("{");
    if (!inCall && !begun.isEmpty()) {
      say(held.length());
    }
    return false;
  }

  private boolean leave() {
    int at = syntax.close().isEmpty() ? -1 : held.indexOf(syntax.close());
    if (at < 0) {
      return false;
    }
    String body = held.substring(0, at);
    held.delete(0, at + syntax.close().length());
    inCall = false;
    tell(body, syntax.open() + body + syntax.close());
    return true;
  }

  private void tell(String body, String otherwise) {
    Optional<ToolCall> call = read(body);
    call.ifPresentOrElse(calls, () -> text.accept(otherwise));
    called |= call.isPresent();
  }

  private Optional<ToolCall> read(String body) {
    try {
      JsonNode json = JsonMapper.shared().readTree(body.strip());
      String name = json.path("name").asString("");
      JsonNode arguments = json.path(syntax.argumentsKey());
      return use.has(name) && arguments.isObject()
          ? Optional.of(new ToolCall("call_" + UUID.randomUUID(), name, arguments.toString()))
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** Blanks between text and a call, and between calls, belong to neither. */
  private int trimmed(int length) {
    int end = length;
    while (end > 0 && Character.isWhitespace(held.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private void say(int length) {
    String said = held.substring(0, length);
    held.delete(0, length);
    if (called && said.isBlank()) {
      return;
    }
    if (!said.isEmpty()) {
      spoken = true;
      text.accept(said);
    }
  }

  /** Length of the longest end of the text that may be the beginning of a call. */
  private int possibleStart() {
    int longest = Math.min(syntax.open().length() - 1, held.length());
    for (int length = longest; length > 0; length--) {
      if (syntax.open().startsWith(held.substring(held.length() - length))) {
        return length;
      }
    }
    return 0;
  }
}
