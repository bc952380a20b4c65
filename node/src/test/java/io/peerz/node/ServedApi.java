package io.peerz.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerz.node.api.HttpService;
import io.peerz.node.api.health.HealthRoutes;
import io.peerz.node.api.health.ReadinessCheck;
import io.peerz.node.data.HostPort;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The routes of a gateway on a port of their own, and a client for them. */
final class ServedApi implements AutoCloseable {
  /** Generations that may run at once. */
  static final int MOST_AT_ONCE = 2;

  static final String CHAT = "/v1/chat/completions";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Vertx vertx = Vertx.vertx();
  private final HttpService server;

  /** Of a gateway that wants no key. */
  ServedApi(FakeGateway gateway, Path folder) {
    this(gateway, folder, Optional.empty());
  }

  ServedApi(FakeGateway gateway, Path folder, Optional<String> apiKey) {
    GatewayRoutes routes =
        new GatewayRoutes(gateway, Bearers.of(apiKey, folder), Bearers.NO_LIMIT, MOST_AT_ONCE);
    HealthRoutes health =
        new HealthRoutes(
            List.of(
                new ReadinessCheck("chain", () -> Optional.empty()),
                new ReadinessCheck("route", () -> Optional.of("no route covers layers 2 to 4"))),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    server =
        new HttpService(
            vertx,
            HostPort.parse("127.0.0.1:0"),
            router -> {
              health.addTo(router);
              routes.addTo(router);
            });
    server.start();
  }

  int port() {
    return server.port();
  }

  /** A question to the model, and whatever else the request has: {@code "seed":7}. */
  static String question(String fields) {
    return "{\"model\":\"pebble\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}"
        .formatted(fields.isEmpty() ? "" : "," + fields);
  }

  /** Headers are names and values by turns. */
  HttpResponse<String> chat(String fields, String... headers) {
    return post(CHAT, question(fields), headers);
  }

  HttpResponse<String> post(String path, String json, String... headers) {
    return send(posted(path, json, headers));
  }

  CompletableFuture<HttpResponse<String>> later(String path, String json) {
    return client.sendAsync(posted(path, json), BodyHandlers.ofString());
  }

  private HttpRequest posted(String path, String json, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(json));
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<String> reply) {
    return JsonMapper.shared().readTree(reply.body());
  }

  /** What a stream of events said, event by event. */
  static List<String> events(String body) {
    return body.lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring("data: ".length()))
        .toList();
  }

  static void assertError(HttpResponse<String> reply, int status, String code, String param) {
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
    assertThat(reply.headers().firstValue("content-type")).hasValue("application/json");
    JsonNode error = json(reply).path("error");
    assertThat(error.path("code").asString()).isEqualTo(code);
    assertThat(error.path("param").asString(null)).isEqualTo(param);
    assertThat(error.path("message").asString()).isNotBlank();
    assertThat(error.path("type").asString()).isNotBlank();
  }

  @Override
  public void close() {
    server.stop();
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
