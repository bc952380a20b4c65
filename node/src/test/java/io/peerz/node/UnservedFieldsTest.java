package io.peerz.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.node.api.HttpService;
import io.peerz.node.data.HostPort;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What asks for something that is not served is refused; what asks for nothing is not. */
class UnservedFieldsTest {
  @TempDir private Path folder;
  private final FakeGateway gateway = new FakeGateway();
  private final HttpClient client = HttpClient.newHttpClient();
  private Vertx vertx;
  private HttpService server;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    server =
        new HttpService(
            vertx,
            HostPort.parse("127.0.0.1:0"),
            new GatewayRoutes(gateway, Bearers.of(Optional.empty(), folder), Bearers.NO_LIMIT, 4)
                ::addTo);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private HttpResponse<String> with(String field) throws Exception {
    String body =
        "{\"model\":\"pebble\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],%s}"
            .formatted(field);
    return client.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/v1/chat/completions"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
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
  void aFieldThatWouldChangeTheAnswerIsRefusedByName(String field) throws Exception {
    HttpResponse<String> reply = with(field);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(400);
    JsonNode error = JsonMapper.shared().readTree(reply.body()).path("error");
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
  void whatAsksForNothingIsLetThrough(String field) throws Exception {
    HttpResponse<String> reply = with(field);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
  }
}
