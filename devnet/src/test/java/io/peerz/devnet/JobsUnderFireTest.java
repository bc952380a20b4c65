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
import io.peerz.devnet.network.NodeSwitch;
import io.peerz.finetune.corpus.Turn;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.ledger.finetune.CommitteeTask;
import io.peerz.ledger.finetune.JobReader;
import io.peerz.ledger.finetune.JobUnit;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.data.NodeService;
import io.peerz.node.data.PeerzHome;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fine-tuning on a network of real processes when things go wrong: bad input at both doors, and
 * power cuts in the middle of a job. Money is read from the chain before and after.
 */
@TestMethodOrder(OrderAnnotation.class)
class JobsUnderFireTest {
  private static final Path DIST = Path.of("..").toAbsolutePath().normalize();
  private static final Path MODEL = DIST.resolve("models/pebble-1.6m");
  private static final int LAYERS = 4;
  private static final int ROUNDS = 2;
  private static final int EXAMPLES = 200;
  private static final Duration SOON = Duration.ofMinutes(4);
  private static final Duration LOOK = Duration.ofMillis(50);

  /** Each serves the whole model, so that one that is left keeps the gateway ready. */
  private static final List<NodePlan> NODES =
      Stream.of("ada", "bob", "cy")
          .map(name -> new NodePlan(name, 0, LAYERS, EnumSet.allOf(NodeService.class), false))
          .toList();

  @TempDir private static Path data;
  private static PeerzHome home;
  private static DevNetwork network;
  private static NodeSwitch power;
  private static JobApi api;
  private static Shell shell;
  private static JobReader chain;
  private static Digest finished = Digest.ZERO;

  @BeforeAll
  static void up() {
    home = new PeerzHome(data);
    DevnetFolder folder = new DevnetFolder(home.devnet());
    network =
        new DevNetwork(
            home,
            anvil(folder),
            new NetworkPlan(NODES, MODEL, DevParameters.prz(5_000), DevParameters.quick(), 0),
            (what, detail, outcome, took) -> {});
    network.start();
    power = new NodeSwitch(home);
    api = new JobApi(network.gateway());
    chain = new JobReader(network.client());
    shell =
        new Shell(data)
            .with("PEERZ_MODEL", MODEL.toString())
            .with("PEERZ_CONFIRMATIONS", "1")
            .with("PEERZ_API", network.gateway().toString());
  }

  private static AnvilChain anvil(DevnetFolder folder) {
    try {
      DevGenesis genesis = DevGenesis.funding(List.of(DevKeys.of(DevAccounts.DEPLOYER).address()));
      return new AnvilChain(AnvilBinary.find(System.getenv(), DIST), genesis, folder.chain(), 0);
    } catch (PeerzException missing) {
      return abort("no anvil: " + missing.getMessage());
    }
  }

  @AfterAll
  static void down() {
    if (network != null) {
      network.close();
    }
    if (api != null) {
      api.close();
    }
  }

  /** All money that a job could move, as the chain has it. */
  private record Money(
      BigInteger walletWei, BigInteger allowanceWei, BigInteger marketWei, BigInteger seatsWei) {
    static Money now() {
      Address wallet = DevKeys.of(DevAccounts.WALLET).address();
      var contracts = network.client().contracts();
      return new Money(
          network.client().tokenBalanceWei(wallet),
          contracts.read(
              contracts
                  .token()
                  .allowance(wallet.hex(), network.deployment().fineTuneMarket().hex())),
          network.client().tokenBalanceWei(network.deployment().fineTuneMarket()),
          network.client().tokenBalanceWei(network.deployment().committee()));
    }
  }

  static List<BadJob> badJobs() {
    return BadJob.all();
  }

  @ParameterizedTest
  @MethodSource("badJobs")
  @Order(1)
  void badInputIsRefusedClearlyAtBothDoorsAndMovesNoMoney(BadJob bad) throws IOException {
    Money before = Money.now();

    assertThatTheApiRefuses(bad);
    assertThatTheCommandsRefuse(bad);

    assertThat(Money.now()).isEqualTo(before);
    assertThat(chain.jobs()).isEmpty();
    assertThat(api.get("/v1/files").json().path("data")).as("files that are left").isEmpty();
  }

  private static void assertThatTheApiRefuses(BadJob bad) {
    JobApi.Reply reply = api.upload(bad.data());
    if (bad.seenBy() != BadJob.SeenBy.FILE) {
      assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
      String file = reply.json().path("id").asString();
      reply = api.create(bad.request(file));
      api.delete("/v1/files/" + file);
    }
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(bad.status());
    assertThat(reply.error("code")).isEqualTo(bad.code());
    assertThat(reply.error("type")).isEqualTo("invalid_request_error");
    assertThat(reply.error("message")).contains(bad.words()).doesNotContain("\n");
  }

  private static void assertThatTheCommandsRefuse(BadJob bad) throws IOException {
    Path file = Files.write(data.resolve("bad.jsonl"), bad.data());
    List<String> job = List.of("--data", file.toString(), "--model", bad.model());
    if (bad.seenBy() == BadJob.SeenBy.FILE || bad.seenBy() == BadJob.SeenBy.CHECK) {
      assertRefused(bad, List.of("finetune", "check", file.toString()), List.of());
    }
    if (bad.seenBy() != BadJob.SeenBy.SUBMIT) {
      assertRefused(bad, List.of("finetune", "estimate"), job);
    }
    List<String> spend =
        bad.maxSpend().isEmpty() ? List.of() : List.of("--max-spend", bad.maxSpend());
    assertRefused(
        bad,
        List.of("finetune", "submit", "--yes"),
        Stream.concat(job.stream(), spend.stream()).toList());
  }

  private static void assertRefused(BadJob bad, List<String> command, List<String> options) {
    Shell.Result result =
        shell.run(Stream.concat(command.stream(), options.stream()).toArray(String[]::new));
    String said = command + ": " + result.out() + result.err();
    assertThat(result.exitCode()).as(said).isEqualTo(bad.exitCode());
    List<String> refusals = result.err().lines().filter(line -> line.startsWith("✖ ")).toList();
    assertThat(refusals).as(said).singleElement().asString().contains(bad.words());
  }

  /**
   * While bob lives on, cy is killed in its training, ada after it committed, and the gateway that
   * serves the data with them. They come back, take up what they had begun, and the job ends.
   */
  @Test
  @Order(2)
  void aJobEndsAsEverAlthoughItsNodesAndItsSubmitterAreKilledInTheMiddle() throws Exception {
    Money before = Money.now();
    Map<String, BigInteger> stakes = stakes();
    BigInteger owners = ownersWei();
    String id = submit();
    Digest job = chain.jobs().getFirst();

    await().atMost(SOON).pollInterval(LOOK).until(() -> unit(job, "cy").isPresent());
    power.cut("cy");
    assertThat(unit(job, "cy").map(JobUnit::status)).contains(JobUnit.Status.CLAIMED);
    await().atMost(SOON).pollInterval(LOOK).until(() -> hasCommitted(job, "ada"));
    power.cut("ada");
    power.cutGateway();
    JobUnit committed = unit(job, "ada").orElseThrow();
    assertThat(committed.status()).isEqualTo(JobUnit.Status.COMMITTED);

    power.startGateway(MODEL);
    power.start("cy");
    power.start("ada");
    await()
        .atMost(SOON)
        .until(
            () -> api.get(jobPath(id)).json().path("status").asString(), JobsUnderFireTest::isOver);

    assertThat(api.get(jobPath(id)).json().path("status").asString()).isEqualTo("succeeded");
    assertThat(unit(job, "ada").map(JobUnit::commitment)).contains(committed.commitment());
    await().atMost(SOON).untilAsserted(() -> assertThatAllArePaid(job));
    assertThat(stakes()).as("no bond is lost").isEqualTo(stakes);
    Money after = Money.now();
    BigInteger spent = before.walletWei().subtract(after.walletWei());
    assertThat(spent).isPositive().isEqualTo(ownersWei().subtract(owners)).isEqualTo(owed(job));
    assertThat(after.marketWei()).isZero();
    assertThat(after.seatsWei()).isZero();
    assertThat(after.allowanceWei()).isZero();
    await().atMost(SOON).untilAsserted(() -> assertThatAllNodesMadeTheAdapter(job));
    finished = job;
  }

  private static String submit() {
    String file = api.upload(sentences()).json().path("id").asString();
    JobApi.Reply reply =
        api.create(
            """
            {"training_file": "%s", "model": "pebble-1.6m", "suffix": "fire",
             "peerz": {"rounds": %d, "units": %d, "steps": 24, "seats": 3, "max_spend": "600",
              "deadlines": {"claim": 60, "commit": 240, "reveal": 120, "evaluate": 240,
                            "challenge": 1}}}"""
                .formatted(file, ROUNDS, NODES.size()));
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
    return reply.json().path("id").asString();
  }

  private static byte[] sentences() {
    return Zorv.shuffled(1).stream()
        .limit(EXAMPLES)
        .map(JobsUnderFireTest::line)
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
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

  private static String jobPath(String id) {
    return "/v1/fine_tuning/jobs/" + id;
  }

  private static boolean isOver(String status) {
    return status.equals("succeeded") || status.equals("failed");
  }

  private static Optional<JobUnit> unit(Digest job, String node) {
    return chain.round(job, 0).units().stream()
        .filter(unit -> unit.nodeId().equals(network.nodeIds().get(node)))
        .findFirst();
  }

  private static boolean hasCommitted(Digest job, String node) {
    return unit(job, node)
        .map(JobUnit::status)
        .filter(JobUnit.Status.COMMITTED::equals)
        .isPresent();
  }

  private static Map<String, BigInteger> stakes() {
    NodeDirectory directory = new NodeDirectory(network.client());
    return network.nodeIds().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                node -> directory.byId(node.getValue()).orElseThrow().stakeWei()));
  }

  private static BigInteger ownersWei() {
    return NODES.stream()
        .map(node -> network.client().tokenBalanceWei(DevKeys.of(node.owner()).address()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static Stream<JobUnit> units(Digest job) {
    return Stream.iterate(0, round -> round + 1)
        .limit(ROUNDS)
        .flatMap(round -> chain.round(job, round).units().stream());
  }

  private static Stream<CommitteeTask> tasks(Digest job) {
    return Stream.iterate(0, round -> round + 1)
        .limit(ROUNDS)
        .map(round -> chain.task(chain.round(job, round).taskId()));
  }

  private static void assertThatAllArePaid(Digest job) {
    assertThat(units(job))
        .hasSize(ROUNDS * NODES.size())
        .allMatch(unit -> unit.status() == JobUnit.Status.PAID);
    assertThat(tasks(job))
        .allSatisfy(
            task ->
                assertThat(task.seats()).filteredOn(task::agrees).allMatch(seat -> seat.paid()));
  }

  /** What units and seats have earned. */
  private static BigInteger owed(Digest job) {
    BigInteger units = units(job).map(JobUnit::payWei).reduce(BigInteger.ZERO, BigInteger::add);
    return tasks(job)
        .map(task -> task.feePerSeatWei().multiply(BigInteger.valueOf(task.agreeing())))
        .reduce(units, BigInteger::add);
  }

  private static void assertThatAllNodesMadeTheAdapter(Digest job) {
    String root = chain.job(job).adapterRoot().hex().substring(2);
    for (NodePlan node : NODES) {
      Path states = home.node(node.name()).path().resolve("jobs").resolve(job.hex().substring(2));
      assertThat(states.resolve("states").resolve(root)).as(node.name()).exists();
    }
  }

  @Test
  @Order(3)
  void anAdapterIsFoldedIntoItsOwnBaseAndIntoNoOther() {
    String merged = data.resolve("merged").toString();
    String other = data.resolve("other").toString();
    String job = "ftjob-" + finished.hex().substring(2, 26);

    Shell.Result first = shell.run("finetune", "adapter", "merge", job, "--out", merged);
    Shell.Result merge =
        shell.run("finetune", "adapter", "merge", job, "--model", merged, "--out", other);
    Shell.Result download =
        shell.run("finetune", "adapter", "download", job, "--model", merged, "--out", other);

    assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCodes.OK);
    for (Shell.Result refused : List.of(merge, download)) {
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCodes.REFUSED);
      assertThat(refused.err()).contains("belongs to base").contains("--model");
    }
    assertThat(Path.of(other)).doesNotExist();
  }
}
