package io.peerz.node.api.openai;

import io.peerz.inference.text.ToolCall;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Calls of tools as chat replies show them. */
final class ToolShapes {
  private ToolShapes() {}

  static JsonArray all(List<ToolCall> calls) {
    JsonArray array = new JsonArray();
    calls.forEach(call -> array.add(one(call)));
    return array;
  }

  /** In a stream each call has its place among the answer's calls. */
  static JsonObject delta(int place, ToolCall call) {
    return new JsonObject().put("tool_calls", new JsonArray().add(one(call).put("index", place)));
  }

  private static JsonObject one(ToolCall call) {
    return new JsonObject()
        .put("id", call.id())
        .put("type", "function")
        .put(
            "function",
            new JsonObject().put("name", call.name()).put("arguments", call.arguments()));
  }
}
