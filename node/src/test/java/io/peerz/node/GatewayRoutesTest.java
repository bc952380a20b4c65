package io.peerz.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerz.inference.text.ChatMessage;
import io.peerz.node.api.HttpService;
import io.peerz.node.api.health.HealthRoutes;
import io.peerz.node.api.health.ReadinessCheck;
import io.peerz.node.data.HostPort;
import io.peerz.node.gateway.GenerationJob;
import io.peerz.node.gateway.Prompt;
import io.peerz.node.gateway.RouteWishes;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GatewayRoutesTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String CHAT =
      "{\"model\":\"pebble\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}";

  @TempDir private Path folder;
  private final FakeGateway gateway = new FakeGateway();
  private final HttpClient client = HttpClient.newHttpClient();
  private Vertx vertx;
  private HttpService server;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    server = serve(Optional.empty());
  }

  @AfterEach
  void stop() {
    server.stop();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private HttpService serve(Optional<String> apiKey) {
    GatewayRoutes routes =
        new GatewayRoutes(gateway, Bearers.of(apiKey, folder), Bearers.NO_LIMIT, 2);
    HealthRoutes health =
        new HealthRoutes(
            List.of(
                new ReadinessCheck("chain", () -> Optional.empty()),
                new ReadinessCheck("route", () -> Optional.of("no route covers layers 2 to 4"))),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    HttpService started =
        new HttpService(
            vertx,
            HostPort.parse("127.0.0.1:0"),
            router -> {
              health.addTo(router);
              routes.addTo(router);
            });
    started.start();
    return started;
  }

  @Test
  void aWholeAnswerHasTextUsageRouteAndCost() {
    HttpResponse<String> reply = chat(",\"temperature\":0,\"max_tokens\":9");
    assertThat(reply.statusCode()).isEqualTo(200);
    JsonNode json = JSON.readTree(reply.body());
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
        chat(",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
    assertThat(reply.headers().firstValue("content-type"))
        .hasValue("text/event-stream; charset=utf-8");
    List<String> events = events(reply.body());
    assertThat(events.getLast()).isEqualTo("[DONE]");
    List<JsonNode> chunks =
        events.subList(0, events.size() - 1).stream().map(JSON::readTree).toList();
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
  void whatARequestAsksOfItsRouteReachesTheGateway() throws InterruptedException {
    String route =
        "{\"max_price\":\"0.5\",\"min_stake\":\"3\",\"different_operators\":true,"
            + "\"aim\":\"throughput\"}";
    assertThat(chat(",\"peerz\":{\"route\":" + route + "}").statusCode()).isEqualTo(200);

    RouteWishes wishes = gateway.asked.take().wishes();

    assertThat(wishes.maxWeiPerMillionTokens()).hasValue(new BigInteger("500000000000000000"));
    assertThat(wishes.minStakeWei()).isEqualTo(new BigInteger("3000000000000000000"));
    assertThat(wishes.differentOperators()).isTrue();
    assertThat(wishes.throughput()).isTrue();
  }

  @Test
  void aWishThatIsNoAmountIsRefusedByName() {
    HttpResponse<String> reply = chat(",\"peerz\":{\"route\":{\"max_price\":\"cheap\"}}");
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(reply.body()).path("error").path("param").asString())
        .isEqualTo("max_price");
    assertThat(chat(",\"peerz\":{\"route\":{\"aim\":\"speed\"}}").body())
        .contains("aim: must be latency or throughput");
  }

  @Test
  void aRouteIsExplainedTermByTerm() {
    JsonNode route = JSON.readTree(get("/peerz/v1/route?prompt_tokens=10&new_tokens=20").body());
    assertThat(route.path("legs").size()).isEqualTo(2);
    assertThat(route.path("aim").asString()).isEqualTo("latency");
    assertThat(JSON.readTree(get("/peerz/v1/route?aim=throughput").body()).path("aim").asString())
        .isEqualTo("throughput");
    JsonNode leg = route.path("legs").path(0);
    assertThat(leg.path("offer").path("oneWayMicros").asLong()).isEqualTo(250);
    assertThat(leg.path("delayNanos").asLong()).isEqualTo(20 * 250_000L);
    assertThat(leg.path("computeNanos").asLong()).isEqualTo(4 * (10 * 8_000L + 19 * 9_000L));
    assertThat(get("/peerz/v1/route?session=0x12").statusCode()).isEqualTo(400);
    assertThat(get("/peerz/v1/route?session=0x" + "0".repeat(64)).statusCode()).isEqualTo(404);
  }

  @Test
  void withoutIncludeUsageNoUsageChunkIsSent() {
    assertThat(chat(",\"stream\":true").body()).doesNotContain("total_tokens");
  }

  @Test
  void aFailureBeforeTheFirstPieceIsAnHttpErrorAlsoWhenStreaming() {
    gateway.failAtStart.set(
        new PeerzException(ErrorCode.NO_ROUTE, "no route covers layers 2 to 4"));
    HttpResponse<String> reply = chat(",\"stream\":true");
    assertError(reply, 503, "no_route", null);
    assertThat(reply.body()).contains("layers 2 to 4");
    assertThat(reply.headers().firstValue("x-should-retry")).hasValue("false");
  }

  @Test
  void aFailureAfterTheFirstPieceIsAnErrorEventAndNeverASilentCut() {
    gateway.failAfterFirstPiece.set(
        new PeerzException(ErrorCode.PEER_UNREACHABLE, "node gone; ask again"));
    HttpResponse<String> reply = chat(",\"stream\":true");
    assertThat(reply.statusCode()).isEqualTo(200);
    List<String> events = events(reply.body());
    JsonNode error = JSON.readTree(events.get(events.size() - 2)).path("error");
    assertThat(error.path("code").asString()).isEqualTo("peer_unreachable");
    assertThat(events.getLast()).isEqualTo("[DONE]");
  }

  @Test
  void whoeverHangsUpStopsTheWork() throws Exception {
    gateway.endless = true;
    String body = CHAT.formatted(",\"stream\":true");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String head =
          "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Content-Length: %d\r\n\r\n".formatted(body.length());
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readNBytes(200)).hasSize(200);
    }
    assertThat(gateway.sawCancel.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void moreThanTheLimitAtOnceIsToldToComeAgain() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    gateway.holdAfterFirstPiece.set(hold);
    List<CompletableFuture<HttpResponse<String>>> running =
        Stream.of(1, 2)
            .map(
                i ->
                    client.sendAsync(
                        post("/v1/chat/completions", CHAT.formatted("")), BodyHandlers.ofString()))
            .toList();
    gateway.asked.take();
    gateway.asked.take();
    HttpResponse<String> refused = chat("");
    assertError(refused, 429, "rate_limit_exceeded", null);
    assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
    hold.countDown();
    for (var reply : running) {
      assertThat(reply.get().statusCode()).isEqualTo(200);
    }
    assertThat(chat("").statusCode()).isEqualTo(200);
  }

  @Test
  void rolesPartsAliasesAndStopsReachTheGateway() throws Exception {
    String body =
        """
        {"model":"pebble","max_completion_tokens":5,"max_tokens":99,"temperature":0.5,"top_p":0.9,"top_k":3,
         "seed":-12,"stop":["a","b"],"user":"someone","metadata":{},
         "messages":[{"role":"developer","content":"be brief"},
                     {"role":"user","content":[{"type":"text","text":"one "},{"type":"text","text":"two"}]}]}""";
    assertThat(send(post("/v1/chat/completions", body)).statusCode()).isEqualTo(200);
    GenerationJob job = gateway.asked.take();
    assertThat(job.prompt())
        .isEqualTo(
            new Prompt.Chat(
                List.of(
                    new ChatMessage("system", "be brief"), new ChatMessage("user", "one two"))));
    assertThat(job.sampling().maxTokens()).isEqualTo(5);
    assertThat(job.sampling().seed()).isEqualTo(-12);
    assertThat(job.sampling().topK()).isEqualTo(3);
    assertThat(job.stops()).containsExactly("a", "b");
  }

  @Test
  void aPlainCompletionContinuesATextAndStreams() throws Exception {
    String body = "{\"model\":\"pebble\",\"prompt\":\"Once\",\"stream\":true}";
    List<String> events = events(send(post("/v1/completions", body)).body());
    assertThat(events.getLast()).isEqualTo("[DONE]");
    assertThat(JSON.readTree(events.getFirst()).path("choices").path(0).path("text").asString())
        .isEqualTo("peb");
    assertThat(gateway.asked.take().prompt()).isEqualTo(new Prompt.Plain("Once"));
  }

  static Stream<Arguments> badRequests() {
    return Stream.of(
        Arguments.of("not json", "body"),
        Arguments.of("[]", "body"),
        Arguments.of("{}", "messages"),
        Arguments.of("{\"model\":\"m\",\"messages\":[]}", "messages"),
        Arguments.of("{\"model\":\"m\",\"messages\":[1]}", "messages"),
        Arguments.of(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"alien\",\"content\":\"x\"}]}", "messages"),
        Arguments.of("{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}", "messages"),
        Arguments.of("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "model"),
        Arguments.of(CHAT.formatted(",\"max_tokens\":-1"), "max_tokens"),
        Arguments.of(CHAT.formatted(",\"max_tokens\":1.5"), "max_tokens"),
        Arguments.of(CHAT.formatted(",\"max_completion_tokens\":0"), "max_completion_tokens"),
        Arguments.of(CHAT.formatted(",\"temperature\":3"), "temperature"),
        Arguments.of(CHAT.formatted(",\"temperature\":\"hot\""), "temperature"),
        Arguments.of(CHAT.formatted(",\"top_p\":0"), "top_p"),
        Arguments.of(CHAT.formatted(",\"n\":9"), "n"),
        Arguments.of(CHAT.formatted(",\"stream\":\"yes\""), "stream"),
        Arguments.of(CHAT.formatted(",\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]"), "stop"),
        Arguments.of(CHAT.formatted(",\"stop\":[\"\"]"), "stop"),
        Arguments.of(CHAT.formatted(",\"tools\":[{}]"), "tools"),
        Arguments.of(CHAT.formatted(",\"logprobs\":1"), "logprobs"),
        Arguments.of(CHAT.formatted(",\"top_logprobs\":1"), "top_logprobs"),
        Arguments.of(CHAT.formatted(",\"logprobs\":true,\"top_logprobs\":21"), "top_logprobs"),
        Arguments.of(CHAT.formatted(",\"logit_bias\":{\"1\":101}"), "logit_bias"),
        Arguments.of(CHAT.formatted(",\"logit_bias\":{\"one\":1}"), "logit_bias"),
        Arguments.of(CHAT.formatted(",\"response_format\":{\"type\":\"yaml\"}"), "response_format"),
        Arguments.of(CHAT.formatted(schema("{\"type\":\"date\"}")), "response_format"),
        Arguments.of(
            CHAT.formatted(schema("{\"type\":\"string\",\"pattern\":\"a\"}")), "response_format"));
  }

  private static String schema(String schema) {
    return ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":%s}}"
        .formatted(schema);
  }

  @Test
  void aSchemaReachesTheJobAndSoDoesAnyObject() {
    assertThat(chat(schema("{\"type\":\"boolean\"}")).statusCode()).isEqualTo(200);
    assertThat(chat(",\"response_format\":{\"type\":\"json_object\"}").statusCode()).isEqualTo(200);
    assertThat(gateway.asked)
        .extracting(job -> job.schema().orElse(""))
        .containsExactly("{\"type\":\"boolean\"}", "{\"type\":\"object\"}");
  }

  @Test
  void probabilitiesHaveTheShapeOfTheirEndpointWholeAndStreamed() {
    JsonNode whole = JSON.readTree(chat(",\"logprobs\":true,\"top_logprobs\":2").body());
    JsonNode token = whole.path("choices").path(0).path("logprobs").path("content").path(0);
    assertThat(token.path("token").asString()).isEqualTo("p");
    assertThat(token.path("logprob").asDouble()).isEqualTo(-0.5);
    assertThat(token.path("top_logprobs").size()).isEqualTo(2);
    List<JsonNode> told =
        events(chat(",\"logprobs\":true,\"stream\":true").body()).stream()
            .filter(event -> event.startsWith("{"))
            .map(event -> JSON.readTree(event).path("choices").path(0).path("logprobs"))
            .filter(JsonNode::isObject)
            .toList();
    assertThat(told).hasSize(1);
    String plain = "{\"model\":\"pebble\",\"prompt\":\"a\",\"logprobs\":1}";
    JsonNode older =
        JSON.readTree(send(post("/v1/completions", plain)).body())
            .path("choices")
            .path(0)
            .path("logprobs");
    assertThat(older.path("tokens").path(0).asString()).isEqualTo("p");
    assertThat(older.path("top_logprobs").path(0).path("p").asDouble()).isEqualTo(-0.5);
  }

  @ParameterizedTest
  @MethodSource("badRequests")
  void aBadFieldIsNamedInA400(String body, String param) {
    HttpResponse<String> reply = send(post("/v1/chat/completions", body));
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(reply.body()).path("error").path("param").asString()).isEqualTo(param);
    assertThat(gateway.asked).isEmpty();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(ErrorCode.MODEL_NOT_FOUND, 404, "model_not_found", "model"),
        Arguments.of(ErrorCode.PROMPT_TOO_LONG, 400, "context_length_exceeded", "messages"),
        Arguments.of(ErrorCode.INSUFFICIENT_FUNDS, 402, "insufficient_funds", null),
        Arguments.of(ErrorCode.NO_ROUTE, 503, "no_route", null),
        Arguments.of(ErrorCode.CHAIN_UNREACHABLE, 503, "chain_unreachable", null),
        Arguments.of(ErrorCode.PEER_MISBEHAVED, 502, "peer_misbehaved", null),
        Arguments.of(ErrorCode.BUG, 500, "bug", null));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void eachRefusalHasItsStatusAndItsReason(ErrorCode code, int status, String name, String param) {
    gateway.failAtStart.set(new PeerzException(code, "what; why; what next"));
    HttpResponse<String> reply = chat("");
    assertError(reply, status, name, param);
    assertThat(reply.body()).contains("what; why; what next");
    assertThat(reply.headers().firstValue("x-request-id")).isPresent();
  }

  @Test
  void modelsAreListedAndFoundByNameAndById() {
    JsonNode list = JSON.readTree(get("/v1/models").body());
    assertThat(list.path("data").path(0).path("id").asString()).isEqualTo("pebble");
    assertThat(get("/v1/models/pebble").statusCode()).isEqualTo(200);
    assertThat(get("/v1/models/" + FakeGateway.NODE.hex()).statusCode()).isEqualTo(200);
    assertError(get("/v1/models/other"), 404, "model_not_found", "model");
  }

  @Test
  void pathsAndMethodsThatAreNotServedAnswerInJson() {
    assertError(get("/v1/responses"), 404, "unknown_url", null);
    assertError(get("/v1/chat/completions"), 405, "method_not_allowed", null);
    assertError(get("/"), 404, "unknown_url", null);
  }

  @Test
  void aBodyBeyondOneMebibyteIsRefusedInJson() {
    String body = CHAT.formatted(",\"user\":\"" + "x".repeat(1 << 20) + "\"");
    assertError(send(post("/v1/chat/completions", body)), 413, "body_too_large", null);
    assertThat(gateway.asked).isEmpty();
  }

  @Test
  void aWebPageCannotSpendThePayersMoney() {
    HttpRequest fromPage =
        request("/v1/chat/completions")
            .header("origin", "http://evil.example")
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(CHAT.formatted("")))
            .build();
    assertError(send(fromPage), 403, "origin_not_allowed", null);
    HttpRequest form =
        request("/v1/chat/completions")
            .header("content-type", "text/plain")
            .POST(BodyPublishers.ofString(CHAT.formatted("")))
            .build();
    assertError(send(form), 415, "unsupported_media_type", null);
    assertThat(gateway.asked).isEmpty();
  }

  @Test
  void withAnApiKeyOnlyItsHolderIsServed() {
    server.stop();
    server = serve(Optional.of("pz-secret"));
    assertError(chat(""), 401, "invalid_api_key", null);
    assertError(get("/peerz/v1/channels"), 401, "invalid_api_key", null);
    HttpRequest wrong = request("/v1/models").header("authorization", "Bearer pz-secre").build();
    assertError(send(wrong), 401, "invalid_api_key", null);
    HttpRequest right = request("/v1/models").header("authorization", "Bearer pz-secret").build();
    assertThat(send(right).statusCode()).isEqualTo(200);
    assertThat(get("/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void channelsShowWholeNumbersAsStringsAndTheirClosingFailsInWords() {
    JsonNode channel = JSON.readTree(get("/peerz/v1/channels").body()).path("channels").path(0);
    assertThat(channel.path("deposit").asString()).isEqualTo("1267650600228229401496703205376");
    assertError(send(post("/peerz/v1/channels/close", "")), 503, "chain_unreachable", null);
    assertThat(send(post("/peerz/v1/channels/settle", "")).body()).contains("0xabc");
  }

  @Test
  void readinessListsWhatIsWrong() {
    HttpResponse<String> reply = get("/readyz");
    assertThat(reply.statusCode()).isEqualTo(503);
    JsonNode failed = JSON.readTree(reply.body()).path("failed");
    assertThat(failed.size()).isEqualTo(1);
    assertThat(failed.path(0).path("name").asString()).isEqualTo("route");
    assertThat(get("/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void aRequestIdThatTheClientBringsComesBackUnlessItIsOdd() {
    HttpRequest named = request("/livez").header("x-request-id", "abc-1").build();
    assertThat(send(named).headers().firstValue("x-request-id")).hasValue("abc-1");
    HttpRequest odd = request("/livez").header("x-request-id", "<script>").build();
    assertThat(send(odd).headers().firstValue("x-request-id"))
        .hasValueSatisfying(id -> assertThat(id).doesNotContain("<"));
  }

  @Test
  void aPortInUseIsOneClearLine() {
    HttpService second =
        new HttpService(vertx, HostPort.parse("127.0.0.1:" + server.port()), router -> {});
    assertThat(org.assertj.core.api.Assertions.catchThrowable(second::start))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PORT_IN_USE))
        .hasMessageContaining("127.0.0.1:" + server.port());
  }

  private HttpResponse<String> chat(String more) {
    return send(post("/v1/chat/completions", CHAT.formatted(more)));
  }

  private HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  private HttpRequest post(String path, String body) {
    return request(path)
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode delta(JsonNode chunk) {
    return chunk.path("choices").path(0).path("delta");
  }

  private static List<String> events(String body) {
    return body.lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring("data: ".length()))
        .toList();
  }

  private static void assertError(
      HttpResponse<String> reply, int status, String code, String param) {
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
    assertThat(reply.headers().firstValue("content-type")).hasValue("application/json");
    JsonNode error = JSON.readTree(reply.body()).path("error");
    assertThat(error.path("code").asString()).isEqualTo(code);
    assertThat(error.path("param").asString(null)).isEqualTo(param);
    assertThat(error.path("message").asString()).isNotBlank();
    assertThat(error.path("type").asString()).isNotBlank();
  }
}
