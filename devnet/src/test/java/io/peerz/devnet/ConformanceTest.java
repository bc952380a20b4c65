package io.peerz.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.peerz.devnet.chain.AnvilBinary;
import io.peerz.devnet.chain.AnvilChain;
import io.peerz.devnet.chain.DevGenesis;
import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevKeys;
import io.peerz.devnet.network.DevNetwork;
import io.peerz.devnet.network.DevParameters;
import io.peerz.devnet.network.DevnetFolder;
import io.peerz.devnet.network.NetworkPlan;
import io.peerz.devnet.network.NodePlan;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.finetune.corpus.Turn;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.node.data.ApiKeys;
import io.peerz.node.data.PeerzHome;
import io.peerz.node.data.PortsFile;
import io.peerz.proof.error.PeerzException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The API of a live devnet, whose nodes also train, as existing clients use it. What is checked
 * stands in {@code explorer/test/openai.mjs} and {@code explorer/test/aisdk.mjs}.
 */
@TestMethodOrder(OrderAnnotation.class)
class ConformanceTest {
  private static final Path DIST = Path.of("..").toAbsolutePath().normalize();
  private static final Path SHIPPED = DIST.resolve("models/pebble-1.6m");
  private static final Path EXPLORER = Path.of("explorer").toAbsolutePath();
  private static final int LAYERS = 4;
  private static final int NODES = 3;
  private static final int END_TOKEN = 252;
  private static final int EXAMPLES = 600;
  private static final long KEY_SECONDS = 3600;

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Pattern METRIC = Pattern.compile("\\b(peerz|gen_ai)_[a-z0-9_]+");

  @TempDir private static Path data;
  private static SpanCollector collector;
  private static DevNetwork network;
  private static Map<String, String> environment;

  @BeforeAll
  static void up() throws Exception {
    if (Files.notExists(EXPLORER.resolve("node_modules/openai"))) {
      abort("the explorer was left out of this build (-Dexplorer.skip)");
    }
    PeerzHome home = new PeerzHome(data);
    DevnetFolder folder = new DevnetFolder(home.devnet());
    collector = SpanCollector.start();
    prepareModel();
    network = new DevNetwork(home, anvil(folder), plan(), (what, detail, outcome, took) -> {});
    network.start();
    environment =
        Map.of(
            "PEERZ_API_KEY",
            new ApiKeys(home.gateway(DevAccounts.WALLET))
                .create(
                    "conformance",
                    DevParameters.prz(1_000),
                    Instant.now().getEpochSecond() + KEY_SECONDS),
            "PEERZ_SCENE",
            scene(home, folder).toString());
  }

  /** The shipped model, said to have been trained for embeddings; its id stays the same. */
  private static void prepareModel() throws Exception {
    Files.createDirectories(model().resolve("1_Pooling"));
    try (Stream<Path> files = Files.list(SHIPPED)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.createSymbolicLink(model().resolve(file.getFileName()), file);
      }
    }
    Files.writeString(
        model().resolve("1_Pooling/config.json"), "{\"pooling_mode_mean_tokens\": true}");
  }

  private static Path model() {
    return data.resolve("models").resolve(SHIPPED.getFileName());
  }

  /** Two nodes for the first half of the model, so that one may go. */
  private static NetworkPlan plan() {
    List<NodePlan> nodes =
        NodePlan.halves(NODES, LAYERS).stream().map(node -> node.tuning(false)).toList();
    return new NetworkPlan(nodes, model(), DevParameters.prz(5_000), DevParameters.quick(), 0)
        .withSettings(
            Map.of("PEERZ_REQUESTS", "50", "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint()));
  }

  private static AnvilChain anvil(DevnetFolder folder) {
    try {
      DevGenesis genesis = DevGenesis.funding(List.of(DevKeys.of(DevAccounts.DEPLOYER).address()));
      return new AnvilChain(AnvilBinary.find(System.getenv(), DIST), genesis, folder.chain(), 0);
    } catch (PeerzException missing) {
      return abort("no anvil: " + missing.getMessage());
    }
  }

  /** What the scripts cannot ask the API for. */
  private static Path scene(PeerzHome home, DevnetFolder folder) throws Exception {
    List<Turn> turns = Zorv.shuffled(1);
    Path examples = data.resolve("zorv.jsonl");
    Files.writeString(
        examples,
        turns.stream()
            .skip(1)
            .limit(EXAMPLES)
            .map(ConformanceTest::line)
            .collect(Collectors.joining()));
    Map<String, Object> nodes = new LinkedHashMap<>();
    Map<String, Long> pids = new LinkedHashMap<>();
    for (ProcessRecord process : folder.read().orElseThrow().processes()) {
      pids.put(process.name(), process.pid());
    }
    for (NodePlan node : plan().nodes()) {
      int port = PortsFile.read(home.node(node.name()).ports(), "http").orElseThrow();
      nodes.put(
          node.name(),
          Map.of(
              "pid", pids.get(node.name()),
              "layers", node.layers(),
              "http", "http://127.0.0.1:" + port));
    }
    Map<String, Object> all =
        Map.of(
            "nodes", nodes,
            "gatewayLog", folder.log("gateway").toString(),
            "data", examples.toString(),
            "unseen", turns.getFirst().user(),
            "rpc", network.rpc().toString(),
            "token", network.deployment().token().hex(),
            "wallet", DevKeys.of(DevAccounts.WALLET).address().hex(),
            "endToken", END_TOKEN);
    return Files.writeString(
        data.resolve("scene.json"), JsonMapper.shared().writeValueAsString(all));
  }

  private static String line(Turn turn) {
    return JsonMapper.shared()
            .writeValueAsString(
                Map.of(
                    "messages",
                    List.of(
                        Map.of("role", "user", "content", turn.user()),
                        Map.of("role", "assistant", "content", turn.assistant()))))
        + "\n";
  }

  @AfterAll
  static void down() {
    if (network != null) {
      network.close();
    }
    if (collector != null) {
      collector.close();
    }
  }

  @Test
  @Order(1)
  void anIndependentClientSimplyWorks() throws Exception {
    play("aisdk.mjs");
  }

  @Test
  @Order(2)
  void aCallersTraceRunsThroughTheGatewayToEveryHop() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(network.gateway().resolve("/v1/chat/completions"))
            .header("content-type", "application/json")
            .header("authorization", "Bearer " + environment.get("PEERZ_API_KEY"))
            .header("x-request-id", "traced-by-the-test")
            .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"model": "pebble-1.6m", "max_tokens": 4,
                     "messages": [{"role": "user", "content": "What is the capital of Dorn?"}]}\
                    """))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> reply = client.send(request, BodyHandlers.ofString());
      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> collector.spansOf(TRACE) >= 3);
    assertThat(collector.text())
        .contains("chat pebble-1.6m", "traced-by-the-test", "peerz.hop", "peerz.layer_start");
    assertThat(Files.readString(new DevnetFolder(new PeerzHome(data).devnet()).log("gateway")))
        .contains("request traced-by-the-test: POST /v1/chat/completions got 200");
  }

  @Test
  @Order(3)
  void theOfficialClientFindsAllThirtyFiveStatementsTrue() throws Exception {
    play("openai.mjs");
  }

  /** Every name that a monitor of Peerz may rely on, whoever serves it. */
  private static final Set<String> PROMISED =
      Set.of(
          "peerz_requests_running",
          "peerz_requests_waiting",
          "peerz_kv_cache_usage_ratio",
          "peerz_prompt_tokens_total",
          "peerz_generation_tokens_total",
          "peerz_request_success_total",
          "peerz_time_to_first_token_seconds_bucket",
          "peerz_inter_token_latency_seconds_bucket",
          "peerz_e2e_request_latency_seconds_bucket",
          "peerz_request_queue_time_seconds_bucket",
          "peerz_request_prefill_time_seconds_bucket",
          "peerz_request_decode_time_seconds_bucket",
          "peerz_blocks",
          "peerz_block_redundancy_min",
          "peerz_peer_rtt_seconds",
          "peerz_shard_throughput_tokens_per_second",
          "peerz_receipts_total",
          "peerz_receipt_submit_seconds_sum",
          "peerz_bridge_queue",
          "peerz_stake_tokens",
          "peerz_rewards_tokens",
          "peerz_audits_total",
          "peerz_gas_balance_eth",
          "peerz_chain_head",
          "peerz_chain_lag_blocks",
          "peerz_finetune_loss",
          "peerz_route_changes_total",
          "gen_ai_server_request_duration_seconds_bucket",
          "gen_ai_server_time_to_first_token_seconds_bucket",
          "gen_ai_server_time_per_output_token_seconds_bucket",
          "gen_ai_client_token_usage_bucket");

  @Test
  @Order(4)
  void everyPromisedMetricIsThereAndEveryOneOfTheSampleDashboard() throws Exception {
    String dashboard = Files.readString(Path.of("grafana/peerz.json"));
    Set<String> shown = new TreeSet<>();
    for (JsonNode expression : JsonMapper.shared().readTree(dashboard).findValues("expr")) {
      shown.addAll(names(expression.asString()));
    }
    PeerzHome home = new PeerzHome(data);
    Set<String> told = new TreeSet<>(names(metrics(network.gateway())));
    for (NodePlan node : plan().nodes()) {
      int port = PortsFile.read(home.node(node.name()).ports(), "http").orElse(0);
      boolean alive = node.layerStart() > 0;
      told.addAll(alive ? names(metrics(URI.create("http://127.0.0.1:" + port + "/"))) : Set.of());
    }
    assertThat(shown).hasSizeGreaterThan(20);
    assertThat(told).containsAll(shown).containsAll(PROMISED);
  }

  private static Set<String> names(String text) {
    return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static String metrics(URI server) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(server.resolve("/metrics")).build(), BodyHandlers.ofString())
          .body();
    }
  }

  private static void play(String script) throws Exception {
    Path log = data.resolve(script + ".log");
    ProcessBuilder command =
        new ProcessBuilder(
                new ArrayList<>(List.of("node", "test/" + script, network.gateway() + "v1")))
            .directory(EXPLORER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    command.environment().putAll(environment);
    int exitCode = command.start().waitFor();
    String said = Files.readString(log);
    System.out.println(said);
    assertThat(exitCode).as(said).isZero();
  }
}
