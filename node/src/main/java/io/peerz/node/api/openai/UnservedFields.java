package io.peerz.node.api.openai;

import static java.util.Map.entry;

import io.peerz.node.api.Fields;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Map;

/**
 * Fields of OpenAI's and vLLM's requests that would change the answer but are not served. Each is
 * refused by name, unless its value asks for nothing; unknown fields are ignored.
 */
final class UnservedFields {
  private static final Map<String, List<Object>> ASKING_FOR_NOTHING =
      Map.ofEntries(
          entry("functions", List.of(new JsonArray())),
          entry("function_call", List.of("none", "auto")),
          entry("audio", List.of()),
          entry("modalities", List.of(new JsonArray().add("text"))),
          entry("prediction", List.of()),
          entry("reasoning_effort", List.of("none")),
          entry("verbosity", List.of("medium")),
          entry("web_search_options", List.of()),
          entry("suffix", List.of("")),
          entry("echo", List.of(false)),
          entry("best_of", List.of(1)),
          entry("ignore_eos", List.of(false)),
          entry("min_tokens", List.of(0)),
          entry("stop_token_ids", List.of(new JsonArray())),
          entry("structured_outputs", List.of()),
          entry("guided_json", List.of()),
          entry("guided_regex", List.of()),
          entry("guided_choice", List.of()),
          entry("guided_grammar", List.of()));

  private UnservedFields() {}

  static void refuse(Fields fields) {
    fields.refuseUnless(ASKING_FOR_NOTHING);
  }
}
