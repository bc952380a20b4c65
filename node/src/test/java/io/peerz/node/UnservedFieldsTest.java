package io.peerz.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What asks for something that is not served is refused; what asks for nothing is not. */
class UnservedFieldsTest {
  @TempDir private Path folder;
  private final FakeGateway gateway = new FakeGateway();
  private ServedApi api;

  @BeforeEach
  void start() {
    api = new ServedApi(gateway, folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tools\":[{\"type\":\"web_search\"}]",
        "\"functions\":[{}]",
        "\"audio\":{\"voice\":\"x\"}",
        "\"modalities\":[\"text\",\"audio\"]",
        "\"prediction\":{\"type\":\"content\"}",
        "\"reasoning_effort\":\"high\"",
        "\"web_search_options\":{}",
        "\"suffix\":\"end\"",
        "\"echo\":true",
        "\"best_of\":2",
        "\"ignore_eos\":true",
        "\"min_tokens\":5",
        "\"stop_token_ids\":[1]",
        "\"guided_regex\":\"a+\""
      })
  void aFieldThatWouldChangeTheAnswerIsRefusedByName(String field) {
    HttpResponse<String> reply = api.chat(field);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(400);
    JsonNode error = ServedApi.json(reply).path("error");
    assertThat(error.path("code").asString()).isEqualTo("unsupported_parameter");
    assertThat(field).startsWith("\"" + error.path("param").asString() + "\"");
    assertThat(gateway.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tools\":[],\"tool_choice\":\"none\"",
        "\"tools\":null,\"parallel_tool_calls\":true",
        "\"logprobs\":false,\"top_logprobs\":0",
        "\"modalities\":[\"text\"]",
        "\"echo\":false,\"best_of\":1,\"suffix\":null",
        "\"ignore_eos\":false,\"min_tokens\":0",
        "\"store\":false,\"service_tier\":\"auto\",\"metadata\":{\"a\":\"b\"},\"user\":\"x\"",
        "\"a_field_of_tomorrow\":{\"deep\":[1,2,3]}"
      })
  void whatAsksForNothingIsLetThrough(String field) {
    HttpResponse<String> reply = api.chat(field);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
  }
}
