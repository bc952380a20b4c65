package io.peerz.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.peerz.node.api.HttpService;
import io.peerz.node.data.HostPort;
import io.peerz.node.trace.Traces;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller's trace goes through the gateway: a collector gets its span, the hops its context. */
class TracingTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @TempDir private Path folder;
  private final FakeGateway gateway = new FakeGateway();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private HttpServer collector;
  private Vertx vertx;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          collected.writeBytes(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.stop(0);
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private HttpResponse<String> chat(Traces traces, String traceparent) throws Exception {
    GatewayRoutes routes =
        new GatewayRoutes(
            gateway, Bearers.of(Optional.empty(), folder), Bearers.NO_LIMIT, 4, traces);
    HttpService server = new HttpService(vertx, HostPort.parse("127.0.0.1:0"), routes::addTo);
    server.start();
    try {
      return client.send(
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + server.port() + "/v1/chat/completions"))
              .header("content-type", "application/json")
              .header("x-request-id", "traced-request")
              .header("traceparent", traceparent)
              .POST(
                  BodyPublishers.ofString(
                      "{\"model\":\"pebble\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
              .build(),
          BodyHandlers.ofString());
    } finally {
      server.stop();
    }
  }

  /** Protobuf keeps texts as they are, so they can be looked for without its schema. */
  private String spans() {
    return collected.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void aSpanWithTheConventionsNamesReachesTheCollectorAndTheHopsAreItsChildren() throws Exception {
    String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
    try (Traces traces = Traces.of("gateway", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint))) {
      assertThat(chat(traces, CALLER).statusCode()).isEqualTo(200);
    }
    String trace = new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1);
    assertThat(spans())
        .contains(trace, "chat pebble", "gen_ai.operation.name", "gen_ai.request.model")
        .contains("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "traced-request");
    String told = gateway.asked.take().traceparent().orElseThrow();
    assertThat(told).startsWith("00-" + TRACE + "-").doesNotContain("00f067aa0ba902b7");
  }

  @Test
  void whatIsNoTraceparentBeginsATraceOfItsOwn() throws Exception {
    String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort() + "/";
    try (Traces traces = Traces.of("gateway", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint))) {
      chat(traces, "nonsense");
    }
    assertThat(gateway.asked.take().traceparent()).isPresent();
    assertThat(spans()).contains("chat pebble");
  }

  @Test
  void withoutACollectorNothingIsTracedAndTheCallersContextGoesOn() throws Exception {
    try (Traces traces = Traces.of("gateway", Map.of())) {
      chat(traces, CALLER);
    }
    assertThat(gateway.asked.take().traceparent()).hasValue(CALLER);
    assertThat(collected.size()).isZero();
  }
}
