package io.peerz.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.node.api.HttpService;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.TestShell;
import io.peerz.node.data.HostPort;
import io.peerz.node.data.SecretFiles;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChatCommandTest {
  @TempDir private Path folder;
  private final FakeGateway gateway = new FakeGateway();
  private Vertx vertx;
  private HttpService server;
  private TestShell shell;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    server =
        new HttpService(
            vertx,
            HostPort.parse("127.0.0.1:0"),
            new GatewayRoutes(
                    gateway, Bearers.of(Optional.of("pz-key"), folder), Bearers.NO_LIMIT, 2)
                ::addTo);
    server.start();
    SecretFiles.write(folder.resolve("api-key"), "pz-key\n");
    shell =
        new TestShell(folder)
            .with("PEERZ_API", "http://127.0.0.1:" + server.port())
            .with("PEERZ_API_KEY_FILE", folder.resolve("api-key").toString())
            .with("PEERZ_MODEL", "pebble");
  }

  @AfterEach
  void stop() {
    server.stop();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void theAnswerGoesToStdoutAndTheSummaryToStderr() throws Exception {
    TestShell.Result result =
        shell.run(
            "chat", "-m", "hi", "--temperature", "0", "--seed", "7", "--max-tokens", "5", "-v");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCodes.OK);
    assertThat(result.out()).isEqualTo("pebbles 🙂\n");
    assertThat(result.err()).contains("prompt 7 tok", "reply 3 tok", "0:4", "spent");
    var sampling = gateway.asked.take().sampling();
    assertThat(sampling.seed()).isEqualTo(7);
    assertThat(sampling.maxTokens()).isEqualTo(5);
    assertThat(sampling.temperature()).isZero();
  }

  @Test
  void jsonIsOneObjectWithTextUsageAndRoute() {
    JsonNode json =
        JsonMapper.shared().readTree(shell.runWithInput("hi\n", "chat", "-o", "json").out());
    assertThat(json.path("schema").asString()).isEqualTo("peerz.chat/1");
    assertThat(json.path("text").asString()).isEqualTo("pebbles 🙂");
    assertThat(json.path("usage").path("total_tokens").asInt()).isEqualTo(10);
    assertThat(json.path("peerz").path("route").path(0).path("layerEnd").asInt()).isEqualTo(4);
  }

  @Test
  void aRefusalOfTheGatewayIsOneLineWithItsReason() {
    gateway.failAtStart.set(
        new PeerzException(ErrorCode.INSUFFICIENT_FUNDS, "the account is empty; fund it"));
    TestShell.Result result = shell.run("chat", "-m", "hi");
    assertThat(result.exitCode()).isEqualTo(ExitCodes.REFUSED);
    assertThat(result.err()).isEqualTo("✖ the account is empty; fund it\n");
  }

  @Test
  void aFailureInTheMiddleKeepsWhatWasSaidAndFails() {
    gateway.failAfterFirstPiece.set(new PeerzException(ErrorCode.PEER_UNREACHABLE, "node gone"));
    TestShell.Result result = shell.run("chat", "-m", "hi");
    assertThat(result.out()).startsWith("peb");
    assertThat(result.exitCode()).isEqualTo(ExitCodes.UNREACHABLE);
  }
}
