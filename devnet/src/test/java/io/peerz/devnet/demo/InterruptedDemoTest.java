package io.peerz.devnet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.peerz.devnet.chain.AnvilBinary;
import io.peerz.devnet.network.NetworkState;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptedDemoTest {
  private static final Path DIST = Path.of("..").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int CHAIN_AND_NODES = 5;

  @TempDir Path home;

  @Test
  void anInterruptedDemoLeavesNoProcessAndNoData() throws Exception {
    requireAnvil();
    Process demo = demo();
    List<ProcessRecord> started;
    try {
      await().atMost(PATIENCE).until(() -> processes().size() >= CHAIN_AND_NODES);
      started = processes();
    } finally {
      demo.destroy(); // what an interrupt at the terminal does
    }
    assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(started).extracting(ProcessRecord::find).allMatch(Optional::isEmpty);
    assertThat(folders()).as(Files.readString(home.resolve("out"))).isEmpty();
  }

  private static void requireAnvil() {
    try {
      AnvilBinary.find(System.getenv(), DIST);
    } catch (PeerzException missing) {
      abort("no anvil: " + missing.getMessage());
    }
  }

  private Process demo() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Dpeerz.home.dist=" + DIST,
            "-cp",
            System.getProperty("java.class.path"),
            "io.peerz.devnet.Main",
            "demo",
            "--chain",
            "anvil");
    builder.environment().put("PEERZ_HOME", home.toString());
    return builder.redirectErrorStream(true).redirectOutput(home.resolve("out").toFile()).start();
  }

  private List<ProcessRecord> processes() {
    return folders().stream()
        .map(demo -> demo.resolve("devnet/network.json"))
        .flatMap(state -> NetworkState.read(state).stream())
        .flatMap(state -> state.processes().stream())
        .toList();
  }

  private List<Path> folders() {
    Path devnet = home.resolve("devnet");
    if (Files.notExists(devnet)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(devnet)) {
      return all.filter(folder -> folder.getFileName().toString().startsWith("demo-")).toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
