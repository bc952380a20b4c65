package io.peerz.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.text.ToolCall;
import io.peerz.node.api.HttpService;
import io.peerz.node.data.HostPort;
import io.peerz.node.gateway.Prompt;
import io.peerz.node.gateway.ToolUse;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tools over HTTP: what is asked, what is refused, and how calls come back. */
class ToolsRouteTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String HELLO = "[{\"role\":\"user\",\"content\":\"hi\"}]";

  @TempDir private Path folder;
  private final FakeGateway gateway = new FakeGateway();
  private final HttpClient client = HttpClient.newHttpClient();
  private Vertx vertx;
  private HttpService server;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    GatewayRoutes routes =
        new GatewayRoutes(gateway, Bearers.of(Optional.empty(), folder), Bearers.NO_LIMIT, 4);
    server = new HttpService(vertx, HostPort.parse("127.0.0.1:0"), routes::addTo);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private HttpResponse<String> chat(String messages, String more) throws Exception {
    String body = "{\"model\":\"pebble\",\"messages\":%s%s}".formatted(messages, more);
    return client.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/v1/chat/completions"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String tools(String inSchema, String inFunction, String more) {
    return """
        ,"tools":[{"type":"function","function":{"name":"clock","parameters":{"type":"object",
         "properties":{"zone":{"type":"string"%s}}}%s}}]%s"""
        .formatted(inSchema, inFunction, more);
  }

  private ToolUse asked() throws InterruptedException {
    return ((Prompt.Chat) gateway.asked.take().prompt()).tools();
  }

  @Test
  void theChoiceOfToolsReachesTheGateway() throws Exception {
    chat(HELLO, tools("", "", ""));
    assertThat(asked())
        .satisfies(
            use -> assertThat(use.tools()).extracting(ToolUse.Tool::name).containsExactly("clock"))
        .returns(false, ToolUse::forced)
        .returns(true, ToolUse::several);
    chat(HELLO, tools("", "", ",\"tool_choice\":\"required\""));
    assertThat(asked()).returns(true, ToolUse::forced);
    chat(
        HELLO,
        tools(
            "", "", ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"clock\"}}"));
    assertThat(asked()).returns(true, ToolUse::forced);
    chat(HELLO, tools("", "", ",\"tool_choice\":\"none\""));
    assertThat(asked().isNone()).isTrue();
    chat(HELLO, tools("", "", ",\"parallel_tool_calls\":false"));
    assertThat(asked()).returns(false, ToolUse::several);
  }

  @Test
  void aConversationWithCallsAndAnswersReachesTheGateway() throws Exception {
    String messages =
        """
        [{"role":"user","content":"when?"},
         {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",
           "function":{"name":"clock","arguments":"{\\"zone\\":\\"UTC\\"}"}}]},
         {"role":"tool","tool_call_id":"call_1","content":"noon"}]""";
    assertThat(chat(messages, tools("", "", "")).statusCode()).isEqualTo(200);
    Prompt.Chat prompt = (Prompt.Chat) gateway.asked.take().prompt();
    assertThat(prompt.messages().get(1).calls())
        .containsExactly(new ToolCall("call_1", "clock", "{\"zone\":\"UTC\"}"));
    assertThat(prompt.messages().get(2).answeredCall()).hasValue("call_1");
  }

  @Test
  void callsComeWithTheAnswerAndInAStream() throws Exception {
    gateway.calls = List.of(new ToolCall("call_1", "clock", "{}"));
    gateway.pieces = List.of("");
    JsonNode choice = JSON.readTree(chat(HELLO, tools("", "", "")).body()).at("/choices/0");
    assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
    assertThat(choice.at("/message/content").isNull()).isTrue();
    assertThat(choice.at("/message/tool_calls/0/function/name").asString()).isEqualTo("clock");
    String stream = chat(HELLO, tools("", "", ",\"stream\":true")).body();
    JsonNode delta =
        stream
            .lines()
            .filter(line -> line.contains("tool_calls\":["))
            .map(line -> JSON.readTree(line.substring("data: ".length())))
            .findFirst()
            .orElseThrow()
            .at("/choices/0/delta/tool_calls/0");
    assertThat(delta.path("index").asInt(-1)).isZero();
    assertThat(delta.path("id").asString()).isEqualTo("call_1");
    assertThat(delta.at("/function/arguments").asString()).isEqualTo("{}");
    assertThat(stream).contains("\"finish_reason\":\"tool_calls\"").endsWith("data: [DONE]\n\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "tools       | unsupported_parameter | '' | ',\"strict\":true' | ''",
        "tools       | unsupported_parameter | ',\"pattern\":\"a\"' | '' | ',\"tool_choice\":\"required\"'",
        "tool_choice | invalid_value | '' | '' | ',\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"x\"}}'",
        "tool_choice | unsupported_parameter | '' | '' | ',\"tool_choice\":\"perhaps\"'",
        "response_format | unsupported_parameter | '' | '' | ',\"response_format\":{\"type\":\"json_object\"}'",
      })
  void whatCannotBeKeptIsRefusedByName(
      String param, String code, String inSchema, String inFunction, String more) throws Exception {
    HttpResponse<String> reply = chat(HELLO, tools(inSchema, inFunction, more));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(400);
    JsonNode error = JSON.readTree(reply.body()).path("error");
    assertThat(error.path("param").asString()).isEqualTo(param);
    assertThat(error.path("code").asString()).isEqualTo(code);
    assertThat(gateway.asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "'[{\"role\":\"tool\",\"content\":\"x\"}]'",
        "'[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\"}]}]'",
        "'[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"[]\"}}]}]'",
        "'[{\"role\":\"user\",\"content\":null}]'",
      })
  void brokenMessagesAboutToolsAreRefused(String messages) throws Exception {
    HttpResponse<String> reply = chat(messages, "");
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(400);
    assertThat(JSON.readTree(reply.body()).at("/error/param").asString()).isEqualTo("messages");
  }
}
