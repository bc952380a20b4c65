package io.peerz.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.node.api.HttpService;
import io.peerz.node.api.RateLimit;
import io.peerz.node.data.ApiKeys;
import io.peerz.node.data.HostPort;
import io.vertx.core.Vertx;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How many requests a minute one caller may send: here three, one in twenty seconds. */
class RateLimitTest {
  private static final String BODY =
      "{\"model\":\"pebble\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  @TempDir private Path folder;
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final HttpClient client = HttpClient.newHttpClient();
  private Vertx vertx;
  private HttpService server;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    GatewayRoutes routes =
        new GatewayRoutes(
            new FakeGateway(),
            Bearers.of(Optional.empty(), folder),
            new RateLimit(3, nanos::get),
            4);
    server = new HttpService(vertx, HostPort.parse("127.0.0.1:0"), routes::addTo);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpResponse<String> chat(String key) throws Exception {
    HttpRequest request =
        at("/v1/chat/completions")
            .header("content-type", "application/json")
            .header("authorization", "Bearer " + key)
            .POST(BodyPublishers.ofString(BODY))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static String header(HttpResponse<String> reply, String name) {
    return reply.headers().firstValue(name).orElse("none");
  }

  @Test
  void whoeverIsTooFastIsToldWhenToComeAgainAndThenLetIn() throws Exception {
    HttpResponse<String> first = chat("any");
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(header(first, "x-ratelimit-limit-requests")).isEqualTo("3");
    assertThat(header(first, "x-ratelimit-remaining-requests")).isEqualTo("2");
    assertThat(header(first, "x-ratelimit-reset-requests")).isEqualTo("20s");
    chat("any");
    assertThat(chat("any").statusCode()).isEqualTo(200);

    HttpResponse<String> refused = chat("any");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(header(refused, "retry-after")).isEqualTo("20");
    assertThat(header(refused, "x-ratelimit-remaining-requests")).isEqualTo("0");
    assertThat(header(refused, "x-request-id")).isNotEqualTo("none");
    JsonNode error = JsonMapper.shared().readTree(refused.body()).path("error");
    assertThat(error.path("code").asString()).isEqualTo("rate_limit_exceeded");

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(20) - 1);
    assertThat(header(chat("any"), "retry-after")).isEqualTo("1");
    nanos.addAndGet(1);
    assertThat(chat("any").statusCode()).isEqualTo(200);
    assertThat(chat("any").statusCode()).isEqualTo(429);
  }

  @Test
  void inventedKeysDoNotGetAnAllowanceOfTheirOwn() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(chat("invented-" + i).statusCode()).isEqualTo(200);
    }
    assertThat(chat("invented-3").statusCode()).isEqualTo(429);
  }

  @Test
  void eachKeyOfTheWalletHasItsOwnAllowance() throws Exception {
    ApiKeys keys = new ApiKeys(folder);
    String one = keys.create("one", BigInteger.TEN.pow(18), Long.MAX_VALUE / 2);
    String other = keys.create("other", BigInteger.TEN.pow(18), Long.MAX_VALUE / 2);
    for (int i = 0; i < 3; i++) {
      assertThat(chat(one).statusCode()).isEqualTo(200);
    }
    assertThat(chat(one).statusCode()).isEqualTo(429);
    assertThat(chat(other).statusCode()).isEqualTo(200);
  }

  @Test
  void readsAreNotCounted() throws Exception {
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> reply = client.send(at("/v1/models").build(), BodyHandlers.ofString());
      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(header(reply, "x-ratelimit-limit-requests")).isEqualTo("none");
    }
  }
}
