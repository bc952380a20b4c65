package io.peerz.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.peerz.devnet.chain.AnvilBinary;
import io.peerz.node.cli.ExitCodes;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people see of a live devnet: the explorer in a real browser with an injected wallet. What is
 * checked stands in {@code explorer/test/browser.mjs}, which also takes the screenshots of the
 * documentation.
 */
class FacesTest {
  private static final Path DIST = Path.of("..").toAbsolutePath().normalize();
  private static final Path EXPLORER = Path.of("explorer").toAbsolutePath();
  private static final List<String> BROWSERS =
      List.of(
          "/usr/bin/chromium",
          "/usr/bin/chromium-headless-shell",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome");

  @TempDir private static Path home;
  private static Shell shell;
  private static URI pages;

  @BeforeAll
  static void up() {
    if (Files.notExists(EXPLORER.resolve("node_modules/playwright-core"))) {
      abort("the explorer was left out of this build (-Dexplorer.skip)");
    }
    try {
      AnvilBinary.find(System.getenv(), DIST);
    } catch (PeerzException missing) {
      abort("no anvil: " + missing.getMessage());
    }
    System.setProperty("peerz.home.dist", DIST.toString());
    shell =
        new Shell(home)
            .with("PEERZ_MODEL", DIST.resolve("models/pebble-1.6m").toString())
            .with("PEERZ_COLLECT_FEES", "no"); // so that an operator has something to claim
    Shell.Result up = shell.run("devnet", "up", "--chain", "anvil", "--tune", "-o", "json");
    assertThat(up.exitCode()).as(up.err()).isEqualTo(ExitCodes.OK);
    pages = URI.create(up.json().get("explorer").asString());
  }

  @AfterAll
  static void down() {
    if (shell != null) {
      shell.run("devnet", "down");
    }
    System.clearProperty("peerz.home.dist");
  }

  /** The browser that the environment names, or the first that is installed. */
  private static Optional<String> chromium() {
    return Stream.concat(Stream.ofNullable(System.getenv("PEERZ_CHROMIUM")), BROWSERS.stream())
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst();
  }

  @Test
  void peopleFindWhoEarnedWhatAndPayFromTheirWallet() throws Exception {
    String browser = chromium().orElse("");
    if (browser.isEmpty()) {
      abort("no chromium: run scripts/install-browser");
    }
    String screens =
        System.getProperty("peerz.screens", Path.of("target/screens").toAbsolutePath().toString());
    play("browser.mjs", pages.toString(), browser, screens);
  }

  /** Runs a script of the explorer's tests; all of its checks must hold. */
  private static void play(String script, String... arguments)
      throws IOException, InterruptedException {
    Path log = home.resolve(script + ".log");
    List<String> command = new ArrayList<>(List.of("node", "test/" + script));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(EXPLORER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exitCode = process.waitFor();
    String said = Files.readString(log);
    System.out.println(said);
    assertThat(exitCode).as(said).isZero();
  }

  @Test
  void otherPeoplesPagesAndOtherPeoplesKeysAreRefused() throws Exception {
    assertThat(rpc("eth_blockNumber", pages.resolve("/").toString().replaceAll("/$", "")))
        .isEqualTo(200);
    assertThat(rpc("eth_blockNumber", "https://evil.example")).isEqualTo(403);
    assertThat(rpc("eth_sendTransaction", null)).isEqualTo(403);
    assertThat(rpc("anvil_setBalance", null)).isEqualTo(403);
  }

  private static int rpc(String method, String origin) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(pages.resolve("/rpc"))
            .header("content-type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[]}"
                        .formatted(method)));
    if (origin != null) {
      request.header("origin", origin);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
