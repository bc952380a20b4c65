package io.peerz.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.peerz.devnet.chain.AnvilBinary;
import io.peerz.devnet.chain.JsonRpc;
import io.peerz.node.cli.ExitCodes;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
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
 * What people do with a network that runs: alice, who pays, and the owner of the node ada. Each
 * command runs as in a terminal; chain, nodes and gateway are processes of their own.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LivingNetworkTest {
  private static final Path DIST = Path.of("..").toAbsolutePath().normalize();
  private static final String MODEL = DIST.resolve("models/pebble-1.6m").toString();
  private static final String WORLD =
      "[[link]]\nbetween = [\"*\", \"ada\"]\ndelay_ms = 15\njitter_ms = 1\n";
  private static final long LONG = 200;
  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir private static Path home;
  private static Shell shell;
  private static URI api;
  private static URI rpc;

  @BeforeAll
  static void up() throws IOException {
    try {
      AnvilBinary.find(System.getenv(), DIST);
    } catch (PeerzException missing) {
      abort("no anvil: " + missing.getMessage());
    }
    System.setProperty("peerz.home.dist", DIST.toString());
    shell =
        new Shell(home)
            .with("PEERZ_MODEL", MODEL)
            .with("PEERZ_PASSWORD_FILE", home.resolve("devnet/password").toString())
            .with("PEERZ_NODE", "ada")
            .with("PEERZ_CONFIRMATIONS", "1");
    Path world = Files.writeString(home.resolve("world.toml"), WORLD);
    Shell.Result up =
        shell.run(
            "devnet",
            "up",
            "--chain",
            "anvil",
            "--nodes",
            "2",
            "--no-explorer",
            "--links",
            world.toString(),
            "-o",
            "json");
    assertThat(up.exitCode()).as(up.err()).isEqualTo(ExitCodes.OK);
    rpc = URI.create(up.json().get("rpc").asString());
    api = URI.create(up.json().get("api").asString());
    shell.with("PEERZ_API", api.resolve("/").toString());
  }

  @AfterAll
  static void down() {
    if (shell != null) {
      shell.run("devnet", "down");
    }
    System.clearProperty("peerz.home.dist");
  }

  private static Shell.Result ok(String... arguments) {
    Shell.Result result = shell.run(arguments);
    assertThat(result.exitCode())
        .as(String.join(" ", arguments) + ": " + result.err())
        .isEqualTo(ExitCodes.OK);
    return result;
  }

  private static void refused(String words, int exitCode, String... arguments) {
    Shell.Result result = shell.run(arguments);
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    assertThat(result.err()).contains("✖ ").contains(words);
  }

  @Test
  @Order(1)
  void statusAccountsAndLogsTellWhatRuns() {
    assertThat(ok("devnet", "status").out()).contains("anvil", "ada", "bob", "gateway", "block ");
    assertThat(ok("devnet", "accounts").out())
        .contains("alice", "ada-owner", "bob-owner")
        .doesNotContain("cy-owner");
    assertThat(ok("devnet", "logs", "ada").out())
        .contains("offers layers 0:2", "is ready to serve");
    assertThat(ok("devnet", "logs").out()).contains("gateway", "opened 2 payment channels");
    refused("devnet status", ExitCodes.NOT_FOUND, "devnet", "logs", "nobody");
    refused("already runs", ExitCodes.FAILED, "devnet", "up");
  }

  @Test
  @Order(2)
  void alicePaysForAnAnswer() {
    Shell.Result answer = ok("chat", "-m", "What is the capital of Dorn?", "-v");
    assertThat(answer.out()).contains("Pike");
    assertThat(answer.err()).contains("0:2", "2:4", "spent");
  }

  /** The link to ada is emulated, the one to bob is not; a route says what both cost. */
  @Test
  @Order(2)
  void anEmulatedLinkShowsInTheRoute() {
    JsonNode legs =
        ok("network", "route", "--explain", "--new-tokens", "1", "-o", "json")
            .json()
            .path("route")
            .path("legs");
    assertThat(legs.path(0).path("layerStart").asInt(-1)).isZero();
    assertThat(legs.path(0).path("delayNanos").asLong()).isBetween(15_000_000L, 500_000_000L);
  }

  /**
   * Together they cost more than the deposits: sessions under way must not count on the same coin.
   */
  @Test
  @Order(3)
  void promptsAtOnceAreAllPaidFor() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient();
        ExecutorService callers = Executors.newFixedThreadPool(12)) {
      List<Callable<HttpResponse<String>>> prompts =
          Collections.nCopies(36, () -> client.send(prompt(), BodyHandlers.ofString()));
      for (Future<HttpResponse<String>> reply : callers.invokeAll(prompts)) {
        assertThat(reply.get().statusCode()).as(reply.get().body()).isEqualTo(200);
        assertThat(reply.get().body()).contains("Pike");
      }
    }
  }

  private static HttpRequest prompt() {
    return HttpRequest.newBuilder(api.resolve("/v1/chat/completions"))
        .header("content-type", "application/json")
        .POST(
            BodyPublishers.ofString(
                """
                {"model": "pebble-1.6m", "temperature": 0, "max_tokens": 100,
                 "messages": [{"role": "user", "content": "What is the capital of Dorn?"}]}"""))
        .build();
  }

  @Test
  @Order(4)
  void moneyIsSentToTheWei() {
    String alice = balance("alice");
    String other = "0x00000000000000000000000000000000000000b0";
    ok("wallet", "send", other, "12.000000000000000001", "--yes", "-a", "alice");
    assertThat(balance(other)).isEqualTo("12000000000000000001");
    assertThat(balance("alice"))
        .isEqualTo(
            new BigInteger(alice).subtract(new BigInteger("12000000000000000001")).toString());
    refused(
        "alice", ExitCodes.REFUSED, "wallet", "send", other, "999999999", "--yes", "-a", "alice");
    ok("devnet", "fund", other, "1");
    assertThat(balance(other)).isEqualTo("13000000000000000001");
  }

  private static String balance(String who) {
    return ok("wallet", "balance", who, "-o", "json").json().get("prz").asString();
  }

  @Test
  @Order(5)
  void adaIsPaidAndSeesWhatFor() {
    await().atMost(SOON).until(() -> ok("rewards", "list").out().contains("CLAIMED"));
    assertThat(ok("rewards", "list").out()).contains("epoch", "receipts", "0x");
    Shell.Result claim = shell.run("rewards", "claim", "--yes", "-a", "ada-owner");
    assertThat(claim.exitCode()).as(claim.err()).isIn(ExitCodes.OK, ExitCodes.REFUSED);
    assertThat(claim.out() + claim.err()).containsAnyOf("claimed", "nothing to claim now");
    ok("node", "status", "--check");
  }

  @Test
  @Order(6)
  void badInputGetsOneLineWithTheNextStep() {
    ok("wallet", "new", "pauper");
    ok("node", "init", "--node", "late", "-a", "pauper", "--layers", "0:2");
    String busy = "127.0.0.1:" + api.getPort();
    refused("fund it", ExitCodes.REFUSED, "node", "stake", "2000", "--node", "late", "--yes");
    refused("peerz node stake 2000", ExitCodes.REFUSED, "node", "run", "--node", "late");
    ok("node", "init", "--node", "thin", "-a", "alice", "--layers", "0:2");
    ok("node", "stake", "1", "--node", "thin", "-a", "alice", "--yes");
    refused("below the minimum", ExitCodes.REFUSED, "node", "run", "--node", "thin");
    refused("another one", ExitCodes.REFUSED, "gateway", "run", "-a", "pauper", "--listen", busy);
    refused("/v1/models", ExitCodes.NOT_FOUND, "chat", "nobody-1b", "-m", "hi");
    refused("shorten the prompt", ExitCodes.REFUSED, "chat", "-m", "x".repeat(3000));
  }

  /**
   * The gateway dies in the middle of an answer. Asked the same again, a new one goes on where it
   * was; nodes get to the last wei what was promised for both parts, and nothing for the tokens
   * between them twice.
   */
  @Test
  @Order(7)
  void anAnswerGoesOnAfterTheGatewayWasKilled() throws Exception {
    String undisturbed = longAnswer().body();
    Path answers = home.resolve("gateways/alice/answers");
    Thread asking = Thread.ofVirtual().start(LivingNetworkTest::askAtLength);
    await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> tokensIn(answers) >= 20);
    kill("gateway");
    asking.join();
    long kept = tokensIn(answers);
    ok("devnet", "down");
    up();

    assertThat(kept).isBetween(20L, LONG - 1);
    assertThat(text(longAnswer().body())).isEqualTo(text(undisturbed)).isNotEmpty();
    assertThat(tokensIn(answers)).isZero();
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(LivingNetworkTest::allThatWasPromisedIsClaimed);
  }

  private static void allThatWasPromisedIsClaimed() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(api.resolve("/peerz/v1/channels")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String reply = client.send(request, BodyHandlers.ofString()).body();
      JsonNode channels = JsonMapper.shared().readTree(reply).path("channels");
      assertThat(channels).hasSize(2);
      for (JsonNode channel : channels) {
        assertThat(channel.path("redeemed").asString())
            .isEqualTo(channel.path("promised").asString())
            .isNotEqualTo("0");
      }
    }
  }

  /** Text that goes on until its last token: the model may not end it. Empty when it is cut off. */
  private static Optional<HttpResponse<String>> askAtLength() {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve("/v1/completions"))
            .header("content-type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"model": "pebble-1.6m", "temperature": 1.0, "seed": 11, "max_tokens": %d,
                     "logit_bias": {"252": -100}, "prompt": "Once upon a time"}"""
                        .formatted(LONG)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return Optional.of(client.send(request, BodyHandlers.ofString()));
    } catch (IOException died) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static HttpResponse<String> longAnswer() {
    return askAtLength().orElseThrow();
  }

  private static String text(String completion) {
    return JsonMapper.shared().readTree(completion).at("/choices/0/text").asString();
  }

  private static long tokensIn(Path answers) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(answers)) {
      for (Path file : files.toList()) {
        bytes += Files.exists(file) ? Files.size(file) : 0;
      }
    } catch (NoSuchFileException finished) {
      return 0;
    }
    return bytes / Integer.BYTES;
  }

  private static void kill(String process) throws Exception {
    JsonNode state =
        JsonMapper.shared().readTree(Files.readString(home.resolve("devnet/network.json")));
    for (JsonNode one : state.path("processes")) {
      if (one.path("name").asString().equals(process)) {
        ProcessHandle.of(one.path("pid").asLong()).orElseThrow().destroyForcibly();
      }
    }
  }

  @Test
  @Order(8)
  void downStopsEverythingAndUpGoesOnWhereItStopped() throws IOException {
    ok("devnet", "down");
    refused("devnet up", ExitCodes.NOT_FOUND, "devnet", "status");
    assertThat(Files.exists(home.resolve("nodes/ada/ports"))).isFalse();
    up();
    assertThat(balance("0x00000000000000000000000000000000000000b0"))
        .isEqualTo("13000000000000000001");
    assertThat(ok("chat", "-m", "What is the capital of Dorn?").out()).contains("Pike");
  }

  @Test
  @Order(9)
  void aNodeThatLeavesGetsItsStakeBackWhenItIsDue() {
    refused("nothing is unbonding", ExitCodes.REFUSED, "node", "withdraw", "--yes");
    // A running node binds some of its stake to each batch until that is final.
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> shell.run("node", "unstake", "all", "--yes").exitCode() == ExitCodes.OK);
    String leaving = ok("node", "status", "-o", "json").json().get("unbonding").asString();
    refused("the next part is free at", ExitCodes.REFUSED, "node", "withdraw", "--yes");
    assertThat(shell.run("node", "status", "--check").exitCode()).isEqualTo(ExitCodes.UNHEALTHY);
    BigInteger before = new BigInteger(balance("ada-owner"));
    waitOneUnbonding();
    ok("node", "withdraw", "--yes");
    BigInteger stake = new BigInteger(leaving);
    assertThat(stake).isGreaterThan(new BigInteger("4900000000000000000000"));
    // What its last answers earned may come meanwhile: a twentieth of a PRZ each.
    assertThat(new BigInteger(balance("ada-owner")).subtract(before))
        .isBetween(stake, stake.add(BigInteger.TEN.pow(18)));
  }

  private static void waitOneUnbonding() {
    try (JsonRpc chain = new JsonRpc(rpc)) {
      chain.call("evm_increaseTime", 3600);
    }
    ok("devnet", "mine", "2");
  }

  @Test
  @Order(10)
  void withoutAdaNobodyCoversItsLayers() {
    Shell.Result answer = shell.run("chat", "-m", "hi");
    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCodes.FAILED);
    assertThat(answer.err()).contains("layers 0");
  }
}
