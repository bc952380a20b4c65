package io.peerz.node;

import static io.peerz.node.ServedApi.assertError;
import static io.peerz.node.ServedApi.events;
import static io.peerz.node.ServedApi.json;
import static io.peerz.node.ServedApi.question;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.node.gateway.Prompt;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers in the shapes of OpenAI's API, whole and as events. */
class ChatRoutesTest {
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

  @Test
  void aWholeAnswerHasTextUsageRouteAndCost() {
    HttpResponse<String> reply = api.chat("\"temperature\":0,\"max_tokens\":9");
    assertThat(reply.statusCode()).isEqualTo(200);
    JsonNode json = json(reply);
    assertThat(json.path("object").asString()).isEqualTo("chat.completion");
    JsonNode choice = json.path("choices").path(0);
    assertThat(choice.path("message").path("content").asString()).isEqualTo("pebbles 🙂");
    assertThat(choice.path("message").path("role").asString()).isEqualTo("assistant");
    assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
    assertThat(json.path("usage").path("prompt_tokens").asInt()).isEqualTo(7);
    assertThat(json.path("usage").path("completion_tokens").asInt()).isEqualTo(3);
    assertThat(json.path("usage").path("total_tokens").asInt()).isEqualTo(10);
    assertThat(json.path("peerz").path("costWei").asString()).isEqualTo("10");
    assertThat(reply.headers().firstValue("x-peerz-route"))
        .hasValueSatisfying(route -> assertThat(route).contains("(0:4)"));
    assertThat(reply.headers().firstValue("x-request-id")).isPresent();
    assertThat(reply.headers().firstValue("access-control-allow-origin")).isEmpty();
  }

  @Test
  void aStreamBeginsWithTheRoleAndEndsWithFinishUsageAndDone() {
    HttpResponse<String> reply =
        api.chat("\"stream\":true,\"stream_options\":{\"include_usage\":true}");
    assertThat(reply.headers().firstValue("content-type"))
        .hasValue("text/event-stream; charset=utf-8");
    List<String> events = events(reply.body());
    assertThat(events.getLast()).isEqualTo("[DONE]");
    List<JsonNode> chunks =
        events.subList(0, events.size() - 1).stream().map(JsonMapper.shared()::readTree).toList();
    assertThat(delta(chunks.getFirst()).path("role").asString()).isEqualTo("assistant");
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append(delta(chunk).path("content").asString("")));
    assertThat(text.toString()).isEqualTo("pebbles 🙂");
    JsonNode finish = chunks.get(chunks.size() - 2);
    assertThat(finish.path("choices").path(0).path("finish_reason").asString()).isEqualTo("stop");
    assertThat(chunks.getLast().path("choices").size()).isZero();
    assertThat(chunks.getLast().path("usage").path("total_tokens").asInt()).isEqualTo(10);
  }

  @Test
  void withoutIncludeUsageNoUsageChunkIsSent() {
    assertThat(api.chat("\"stream\":true").body()).doesNotContain("total_tokens");
  }

  @Test
  void aFailureBeforeTheFirstPieceIsAnHttpErrorAlsoWhenStreaming() {
    gateway.failAtStart.set(
        new PeerzException(ErrorCode.NO_ROUTE, "no route covers layers 2 to 4"));
    HttpResponse<String> reply = api.chat("\"stream\":true");
    assertError(reply, 503, "no_route", null);
    assertThat(reply.body()).contains("layers 2 to 4");
    assertThat(reply.headers().firstValue("x-should-retry")).hasValue("false");
  }

  @Test
  void aFailureAfterTheFirstPieceIsAnErrorEventAndNeverASilentCut() {
    gateway.failAfterFirstPiece.set(
        new PeerzException(ErrorCode.PEER_UNREACHABLE, "node gone; ask again"));
    HttpResponse<String> reply = api.chat("\"stream\":true");
    assertThat(reply.statusCode()).isEqualTo(200);
    List<String> events = events(reply.body());
    JsonNode error = JsonMapper.shared().readTree(events.get(events.size() - 2)).path("error");
    assertThat(error.path("code").asString()).isEqualTo("peer_unreachable");
    assertThat(events.getLast()).isEqualTo("[DONE]");
  }

  @Test
  void whoeverHangsUpStopsTheWork() throws Exception {
    gateway.endless = true;
    String body = question("\"stream\":true");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      String head =
          "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Content-Length: %d\r\n\r\n".formatted(body.length());
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readNBytes(200)).hasSize(200);
    }
    assertThat(gateway.sawCancel.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void probabilitiesHaveTheShapeOfTheirEndpointWholeAndStreamed() {
    JsonNode whole = json(api.chat("\"logprobs\":true,\"top_logprobs\":2"));
    JsonNode token = whole.path("choices").path(0).path("logprobs").path("content").path(0);
    assertThat(token.path("token").asString()).isEqualTo("p");
    assertThat(token.path("logprob").asDouble()).isEqualTo(-0.5);
    assertThat(token.path("top_logprobs").size()).isEqualTo(2);
    List<JsonNode> told =
        events(api.chat("\"logprobs\":true,\"stream\":true").body()).stream()
            .filter(event -> event.startsWith("{"))
            .map(
                event ->
                    JsonMapper.shared().readTree(event).path("choices").path(0).path("logprobs"))
            .filter(JsonNode::isObject)
            .toList();
    assertThat(told).hasSize(1);
    String plain = "{\"model\":\"pebble\",\"prompt\":\"a\",\"logprobs\":1}";
    JsonNode older =
        json(api.post("/v1/completions", plain)).path("choices").path(0).path("logprobs");
    assertThat(older.path("tokens").path(0).asString()).isEqualTo("p");
    assertThat(older.path("top_logprobs").path(0).path("p").asDouble()).isEqualTo(-0.5);
  }

  @Test
  void aPlainCompletionContinuesATextAndStreams() throws Exception {
    String body = "{\"model\":\"pebble\",\"prompt\":\"Once\",\"stream\":true}";
    List<String> events = events(api.post("/v1/completions", body).body());
    assertThat(events.getLast()).isEqualTo("[DONE]");
    assertThat(
            JsonMapper.shared()
                .readTree(events.getFirst())
                .path("choices")
                .path(0)
                .path("text")
                .asString())
        .isEqualTo("peb");
    assertThat(gateway.asked.take().prompt()).isEqualTo(new Prompt.Plain("Once"));
  }

  private static JsonNode delta(JsonNode chunk) {
    return chunk.path("choices").path(0).path("delta");
  }
}
