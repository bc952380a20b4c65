package io.peerz.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerz.node.api.HttpService;
import io.peerz.node.api.health.HealthRoutes;
import io.peerz.node.data.HostPort;
import io.peerz.node.gateway.AdapterCatalog;
import io.peerz.node.gateway.TestTabs;
import io.peerz.node.jobs.TestOffice;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The served description of the API says what the gateway answers, no more and no less. */
class OpenApiTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir private Path folder;
  private final FakeGateway gateway = new FakeGateway();
  private final HttpClient client = HttpClient.newHttpClient();
  private final TreeSet<String> routes = new TreeSet<>();
  private Vertx vertx;
  private HttpService server;
  private JsonNode document;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    server = new HttpService(vertx, HostPort.parse("127.0.0.1:0"), this::addRoutes);
    server.start();
    HttpResponse<String> reply = send(at("/openapi.json").build());
    assertThat(reply.headers().firstValue("content-type")).hasValue("application/json");
    document = JSON.readTree(reply.body());
  }

  /** Everything that a gateway serves. */
  private void addRoutes(Router router) {
    TestOffice office = new TestOffice(folder);
    new HealthRoutes(List.of(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
        .addTo(router);
    new GatewayRoutes(gateway, Bearers.of(Optional.empty(), folder), Bearers.NO_LIMIT, 4)
        .addTo(router);
    new FineTuningRoutes(new FineTuning(office.files(), office.office(), AdapterCatalog.EMPTY))
        .addTo(router);
    new CreditRoutes(TestTabs.in(folder.resolve("tabs"))).addTo(router);
    router.getRoutes().forEach(this::note);
  }

  /** Routes for all methods are checks on the way, not answers. */
  private void note(Route route) {
    if (route.methods() != null) {
      for (HttpMethod method : route.methods()) {
        routes.add(method.name() + " " + route.getPath().replaceAll(":(\\w+)", "{$1}"));
      }
    }
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

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  private record Operation(String path, String method, JsonNode body) {
    @Override
    public String toString() {
      return method.toUpperCase(Locale.ROOT) + " " + path;
    }
  }

  private List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      path.getValue()
          .properties()
          .forEach(
              method -> all.add(new Operation(path.getKey(), method.getKey(), method.getValue())));
    }
    return all;
  }

  @Test
  void everyRouteIsDescribedAndEveryDescribedRouteIsServed() {
    assertThat(operations())
        .extracting(Operation::toString)
        .containsExactlyInAnyOrderElementsOf(routes);
  }

  @Test
  void everyOperationHasItsOwnNameAWordAndItsPathParameters() {
    List<Operation> all = operations();
    assertThat(all)
        .extracting(o -> o.body().path("operationId").asString())
        .doesNotHaveDuplicates();
    for (Operation operation : all) {
      assertThat(operation.body().path("summary").asString()).as("%s", operation).isNotBlank();
      assertThat(operation.body().path("responses").has("default")).as("%s", operation).isTrue();
      boolean named =
          operation
              .body()
              .path("parameters")
              .valueStream()
              .anyMatch(parameter -> parameter.path("in").asString("").equals("path"));
      assertThat(named).as("%s", operation).isEqualTo(operation.path().contains("{"));
    }
  }

  @Test
  void everyReferenceLeadsSomewhereAndEverySchemaIsUsed() {
    List<String> references = document.findValuesAsString("$ref");
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference -> assertThat(document.at(reference.substring(1)).isMissingNode()).isFalse());
    assertThat(references)
        .containsAll(
            document.at("/components/schemas").propertyNames().stream()
                .map(name -> "#/components/schemas/" + name)
                .toList());
  }

  @Test
  void theExamplesAreAnsweredWithWhatTheSchemasPromise() throws Exception {
    assertThat(answer("/v1/chat/completions")).containsAll(required("ChatCompletion"));
    assertThat(answer("/v1/completions")).containsAll(required("Completion"));
  }

  private List<String> answer(String path) throws Exception {
    HttpResponse<String> reply = post(path, example(path));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return List.copyOf(JSON.readTree(reply.body()).propertyNames());
  }

  private List<String> required(String schema) {
    return document
        .at("/components/schemas/" + schema + "/required")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private ObjectNode example(String path) {
    return (ObjectNode)
        operation(path).at("/requestBody/content/application~1json/example").deepCopy();
  }

  private JsonNode operation(String path) {
    return document.path("paths").path(path).path("post");
  }

  private HttpResponse<String> post(String path, JsonNode body) throws Exception {
    return send(
        at(path)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  /** A bound in the description is the server's bound: at it is fine, past it is refused. */
  @Test
  void theBoundsOfNumbersAreThoseOfTheServer() throws Exception {
    JsonNode fields = document.at("/components/schemas/ChatRequest/properties");
    int bounds = 0;
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      for (String side : List.of("minimum", "maximum")) {
        JsonNode bound = field.getValue().path(side);
        if (bound.isNumber()) {
          bounds++;
          double past = bound.asDouble() + (side.equals("minimum") ? -1 : 1);
          assertThat(statusWith(field.getKey(), bound.asDouble()))
              .as(field.getKey())
              .isEqualTo(200);
          assertThat(statusWith(field.getKey(), past)).as(field.getKey()).isEqualTo(400);
        }
      }
    }
    assertThat(bounds).isGreaterThan(15);
  }

  private int statusWith(String field, double value) throws Exception {
    ObjectNode body = example("/v1/chat/completions");
    if (value == Math.rint(value)) {
      body.put(field, (long) value);
    } else {
      body.put(field, value);
    }
    return post("/v1/chat/completions", body).statusCode();
  }
}
