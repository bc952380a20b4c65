package io.peerz.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.peerz.devnet.chain.AnvilBinary;
import io.peerz.devnet.chain.AnvilChain;
import io.peerz.devnet.chain.DevGenesis;
import io.peerz.devnet.chain.JsonRpc;
import io.peerz.devnet.demo.JobClient;
import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevKeys;
import io.peerz.devnet.network.DevNetwork;
import io.peerz.devnet.network.DevParameters;
import io.peerz.devnet.network.NetworkPlan;
import io.peerz.devnet.network.NodePlan;
import io.peerz.devnet.network.NodeSwitch;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.finetune.duty.Replay;
import io.peerz.ledger.finetune.EvaluatedRound;
import io.peerz.ledger.finetune.JobReader;
import io.peerz.ledger.finetune.JobUnit;
import io.peerz.ledger.finetune.UnitPayment;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.data.NodeService;
import io.peerz.node.data.PeerzHome;
import io.peerz.node.data.PortsFile;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Jobs in which two trainers hold the model whole and the third, cy, half of it: the other half is
 * lent by dan, who dies in the middle of a unit. Chain, nodes and gateway are processes of their
 * own.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineNodeTest {
  private static final Path DIST = Path.of("..").toAbsolutePath().normalize();
  private static final Path MODEL = DIST.resolve("models/pebble-1.6m");
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int STEPS = 24;
  private static final int COMMIT_SECONDS = 240;
  private static final Map<String, String> BORROWS = Map.of("PEERZ_STAGES", "cy,dan");
  private static final Map<String, String> LENDS = Map.of("PEERZ_LENDS_TO", "cy");

  @TempDir private static Path data;
  private static PeerzHome home;
  private static DevNetwork network;
  private static NodeSwitch power;
  private static Shell shell;

  @BeforeAll
  static void up() {
    System.setProperty("peerz.home.dist", DIST.toString());
    home = new PeerzHome(data);
    shell = new Shell(data).with("PEERZ_MODEL", MODEL.toString()).with("PEERZ_CONFIRMATIONS", "1");
    power = new NodeSwitch(home, Map.of("dan", LENDS));
    List<NodePlan> halves = NodePlan.halves(4, 4);
    NetworkPlan plan =
        new NetworkPlan(
            List.of(
                halves.get(0).tuning(false),
                new NodePlan("bob", 2, 4, Set.of(NodeService.SERVE), false).tuning(false),
                new NodePlan("cy", 0, 2, Set.of(NodeService.SERVE, NodeService.TRAIN), false)
                    .withSettings(BORROWS),
                halves.get(3).withSettings(LENDS)),
            MODEL,
            DevParameters.prz(5_000),
            DevParameters.quick(),
            0);
    network = new DevNetwork(home, anvil(), plan, (_, _, _, _) -> {});
    network.start();
  }

  private static AnvilChain anvil() {
    DevGenesis genesis = DevGenesis.funding(List.of(DevKeys.of(DevAccounts.DEPLOYER).address()));
    try {
      Path anvil = AnvilBinary.find(System.getenv(), DIST);
      return new AnvilChain(anvil, genesis, home.devnet().resolve("chain"), 0);
    } catch (PeerzException missing) {
      return abort("no anvil: " + missing.getMessage());
    }
  }

  @AfterAll
  static void down() {
    if (network != null) {
      network.close();
    }
    System.clearProperty("peerz.home.dist");
  }

  @Test
  @Order(1)
  void eachNodeSaysHowItTrainsAndWhatItLends() {
    assertThat(log("cy")).contains("trains through the layers of");
    assertThat(log("ada")).contains("trains with the whole model; lends no layers");
    JsonNode training =
        shell.run("node", "status", "--node", "cy", "-o", "json").json().path("training");
    assertThat(training.path("stages").valueStream().map(JsonNode::asString))
        .containsExactly(id("cy").hex(), id("dan").hex());
    assertThat(shell.run("node", "status", "--node", "dan").out())
        .contains("trains no units; lends layers 2:4 to " + id("cy").shortHex());
  }

  /** Its update is one that a machine which holds the whole model finds again. */
  @Test
  @Order(2)
  void aUnitWhoseStageDiesIsTrainedAgainOnceThatIsBackAndIsAcceptedAndPaid() throws Exception {
    try (JobClient client = new JobClient(network.gateway())) {
      JsonNode job = submit(client);
      killInTheMiddleOfAUnit();
      power.start("dan");
      client.watch(job.path("id").asString(), _ -> {});

      Digest jobId = Digest.ofHex(job.at("/peerz/job").asString());
      JobReader reader = new JobReader(network.client());
      JobUnit unit = unitOf("cy", jobId);
      assertThat(reader.evaluatedRounds(jobId).getFirst().units())
          .hasSize(3)
          .extracting(EvaluatedRound.Unit::verdict)
          .containsOnly(0);
      await().atMost(SOON).until(() -> paid(reader, jobId).contains(id("cy")));
      assertThat(payment(reader, jobId, "cy").baseWei()).isPositive();
      assertThat(payment(reader, jobId, "cy").improvementWei()).isPositive();
      assertThat(replayed(jobId, unit)).isPositive().isLessThan(Replay.TOLERANCE / 2);
      assertThat(log("dan"))
          .contains("begins to train through layers 2:4", "trained %d steps here".formatted(STEPS));
    }
  }

  /**
   * The bond of the one that named the stage is touched; the round, and what others earn, is not.
   */
  @Test
  @Order(3)
  void aUnitWhoseStageStaysDeadIsGivenUpAndTheRoundEndsWithoutIt() throws Exception {
    try (JobClient client = new JobClient(network.gateway());
        JsonRpc chain = new JsonRpc(network.rpc())) {
      JsonNode job = submit(client);
      Digest jobId = Digest.ofHex(job.at("/peerz/job").asString());
      killInTheMiddleOfAUnit();
      await().atMost(SOON).until(() -> committed(jobId) == 2);
      chain.call("evm_increaseTime", COMMIT_SECONDS);
      client.watch(job.path("id").asString(), _ -> {});

      JobReader reader = new JobReader(network.client());
      assertThat(unitOf("cy", jobId).status()).isEqualTo(JobUnit.Status.FORFEITED);
      await().atMost(SOON).until(() -> paid(reader, jobId).equals(Set.of(id("ada"), id("bob"))));
      assertThat(reader.settledRounds(jobId).getFirst().totalGain()).isPositive();
    }
  }

  private static JsonNode submit(JobClient client) {
    return client.create(
        Map.of(
            "training_file",
            client.upload(examples()),
            "model",
            network.modelName(),
            "peerz",
            Map.of(
                "rounds",
                1,
                "units",
                3,
                "steps",
                STEPS,
                "seq_len",
                80,
                "seats",
                3,
                "max_spend",
                "300",
                "deadlines",
                Map.of(
                    "claim",
                    60,
                    "commit",
                    COMMIT_SECONDS,
                    "reveal",
                    30,
                    "evaluate",
                    120,
                    "challenge",
                    1))));
  }

  private static String examples() {
    return Zorv.shuffled(3).subList(0, 400).stream()
        .map(
            turn ->
                JsonMapper.shared()
                    .writeValueAsString(
                        Map.of(
                            "messages",
                            List.of(
                                Map.of("role", "user", "content", turn.user()),
                                Map.of("role", "assistant", "content", turn.assistant())))))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** And waits until cy says what it waits for. */
  private static void killInTheMiddleOfAUnit() {
    int before = log("cy").length();
    double steps = stepsOfDan();
    await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> stepsOfDan() >= steps + 2);
    String dan = "127.0.0.1:" + PortsFile.read(home.node("dan").ports(), "shard").orElseThrow();
    power.cut("dan");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(log("cy").substring(before))
                    .contains("UnitWorker waits in round 0", dan));
  }

  private static double stepsOfDan() {
    int port = PortsFile.read(home.node("dan").ports(), "http").orElseThrow();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(request, BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith("peerz_stage_steps_total"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static double replayed(Digest jobId, JobUnit unit) {
    Shell.Result replay =
        shell.run(
            "finetune", "replay", jobId.hex(), "--unit", String.valueOf(unit.unit()), "-o", "json");
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isEqualTo(ExitCodes.OK);
    return replay.json().path("distance").asDouble();
  }

  private static JobUnit unitOf(String name, Digest jobId) {
    return units(jobId).stream()
        .filter(unit -> unit.nodeId().equals(id(name)))
        .findFirst()
        .orElseThrow();
  }

  private static long committed(Digest jobId) {
    return units(jobId).stream().filter(u -> u.status() == JobUnit.Status.COMMITTED).count();
  }

  private static List<JobUnit> units(Digest jobId) {
    return new JobReader(network.client()).round(jobId, 0).units();
  }

  private static Set<Digest> paid(JobReader reader, Digest jobId) {
    return reader.payments(jobId).stream().map(UnitPayment::nodeId).collect(Collectors.toSet());
  }

  private static UnitPayment payment(JobReader reader, Digest jobId, String name) {
    return reader.payments(jobId).stream()
        .filter(payment -> payment.nodeId().equals(id(name)))
        .findFirst()
        .orElseThrow();
  }

  private static Digest id(String name) {
    return network.nodeIds().get(name);
  }

  private static String log(String name) {
    try {
      return Files.readString(network.folder().log(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
