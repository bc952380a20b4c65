package io.peerz.node;

import static io.peerz.node.ServedApi.assertError;
import static io.peerz.node.ServedApi.json;
import static io.peerz.node.ServedApi.question;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.node.api.HttpService;
import io.peerz.node.data.HostPort;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Vertx;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What all routes of a gateway have in common: refusals, limits, keys, ids, health. */
class GatewayRoutesTest {
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
  void aRouteIsExplainedTermByTerm() {
    JsonNode route = json(api.get("/peerz/v1/route?prompt_tokens=10&new_tokens=20"));
    assertThat(route.path("legs").size()).isEqualTo(2);
    assertThat(route.path("aim").asString()).isEqualTo("latency");
    assertThat(json(api.get("/peerz/v1/route?aim=throughput")).path("aim").asString())
        .isEqualTo("throughput");
    JsonNode leg = route.path("legs").path(0);
    assertThat(leg.path("offer").path("oneWayMicros").asLong()).isEqualTo(250);
    assertThat(leg.path("delayNanos").asLong()).isEqualTo(20 * 250_000L);
    assertThat(leg.path("computeNanos").asLong()).isEqualTo(4 * (10 * 8_000L + 19 * 9_000L));
    assertThat(api.get("/peerz/v1/route?session=0x12").statusCode()).isEqualTo(400);
    assertThat(api.get("/peerz/v1/route?session=0x" + "0".repeat(64)).statusCode()).isEqualTo(404);
  }

  @Test
  void moreThanTheLimitAtOnceIsToldToComeAgain() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    gateway.holdAfterFirstPiece.set(hold);
    List<CompletableFuture<HttpResponse<String>>> running =
        Stream.generate(() -> api.later(ServedApi.CHAT, question("")))
            .limit(ServedApi.MOST_AT_ONCE)
            .toList();
    gateway.asked.take();
    gateway.asked.take();
    HttpResponse<String> refused = api.chat("");
    assertError(refused, 429, "rate_limit_exceeded", null);
    assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
    hold.countDown();
    for (var reply : running) {
      assertThat(reply.get().statusCode()).isEqualTo(200);
    }
    assertThat(api.chat("").statusCode()).isEqualTo(200);
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
    HttpResponse<String> reply = api.chat("");
    assertError(reply, status, name, param);
    assertThat(reply.body()).contains("what; why; what next");
    assertThat(reply.headers().firstValue("x-request-id")).isPresent();
  }

  @Test
  void modelsAreListedAndFoundByNameAndById() {
    JsonNode list = json(api.get("/v1/models"));
    assertThat(list.path("data").path(0).path("id").asString()).isEqualTo("pebble");
    assertThat(api.get("/v1/models/pebble").statusCode()).isEqualTo(200);
    assertThat(api.get("/v1/models/" + FakeGateway.NODE.hex()).statusCode()).isEqualTo(200);
    assertError(api.get("/v1/models/other"), 404, "model_not_found", "model");
  }

  @Test
  void pathsAndMethodsThatAreNotServedAnswerInJson() {
    assertError(api.get("/v1/responses"), 404, "unknown_url", null);
    assertError(api.get(ServedApi.CHAT), 405, "method_not_allowed", null);
    assertError(api.get("/"), 404, "unknown_url", null);
  }

  @Test
  void aBodyBeyondOneMebibyteIsRefusedInJson() {
    String body = question("\"user\":\"" + "x".repeat(1 << 20) + "\"");
    assertError(api.post(ServedApi.CHAT, body), 413, "body_too_large", null);
    assertThat(gateway.asked).isEmpty();
  }

  @Test
  void aWebPageCannotSpendThePayersMoney() {
    HttpRequest fromPage =
        api.request(ServedApi.CHAT)
            .header("origin", "http://evil.example")
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(question("")))
            .build();
    assertError(api.send(fromPage), 403, "origin_not_allowed", null);
    HttpRequest form =
        api.request(ServedApi.CHAT)
            .header("content-type", "text/plain")
            .POST(BodyPublishers.ofString(question("")))
            .build();
    assertError(api.send(form), 415, "unsupported_media_type", null);
    assertThat(gateway.asked).isEmpty();
  }

  @Test
  void withAnApiKeyOnlyItsHolderIsServed() {
    api.close();
    api = new ServedApi(gateway, folder, Optional.of("pz-secret"));
    assertError(api.chat(""), 401, "invalid_api_key", null);
    assertError(api.get("/peerz/v1/channels"), 401, "invalid_api_key", null);
    HttpRequest wrong =
        api.request("/v1/models").header("authorization", "Bearer pz-secre").build();
    assertError(api.send(wrong), 401, "invalid_api_key", null);
    HttpRequest right =
        api.request("/v1/models").header("authorization", "Bearer pz-secret").build();
    assertThat(api.send(right).statusCode()).isEqualTo(200);
    assertThat(api.get("/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void channelsShowWholeNumbersAsStringsAndTheirClosingFailsInWords() {
    JsonNode channel = json(api.get("/peerz/v1/channels")).path("channels").path(0);
    assertThat(channel.path("deposit").asString()).isEqualTo("1267650600228229401496703205376");
    assertError(api.post("/peerz/v1/channels/close", ""), 503, "chain_unreachable", null);
    assertThat(api.post("/peerz/v1/channels/settle", "").body()).contains("0xabc");
  }

  @Test
  void readinessListsWhatIsWrong() {
    HttpResponse<String> reply = api.get("/readyz");
    assertThat(reply.statusCode()).isEqualTo(503);
    JsonNode failed = json(reply).path("failed");
    assertThat(failed.size()).isEqualTo(1);
    assertThat(failed.path(0).path("name").asString()).isEqualTo("route");
    assertThat(api.get("/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void aRequestIdThatTheClientBringsComesBackUnlessItIsOdd() {
    HttpRequest named = api.request("/livez").header("x-request-id", "abc-1").build();
    assertThat(api.send(named).headers().firstValue("x-request-id")).hasValue("abc-1");
    HttpRequest odd = api.request("/livez").header("x-request-id", "<script>").build();
    assertThat(api.send(odd).headers().firstValue("x-request-id"))
        .hasValueSatisfying(id -> assertThat(id).doesNotContain("<"));
  }

  @Test
  void aPortInUseIsOneClearLine() {
    Vertx vertx = Vertx.vertx();
    HttpService second =
        new HttpService(vertx, HostPort.parse("127.0.0.1:" + api.port()), router -> {});
    assertThat(org.assertj.core.api.Assertions.catchThrowable(second::start))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PORT_IN_USE))
        .hasMessageContaining("127.0.0.1:" + api.port());
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
