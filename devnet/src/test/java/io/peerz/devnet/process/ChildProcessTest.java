package io.peerz.devnet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;

  private ChildProcess shell(String script) {
    return ChildProcess.start(ChildSpec.of("child", List.of("/bin/sh", "-c", script), log()));
  }

  private Path log() {
    return folder.resolve("logs").resolve("child.log");
  }

  @Test
  void whatItPrintsGoesToItsLog() {
    ChildProcess child = shell("echo out; echo err >&2");

    await().until(() -> !child.isAlive());

    assertThat(child.log().last(5)).containsExactlyInAnyOrder("out", "err");
    assertThat(child.log().lineWith("ERR")).contains("err");
  }

  @Test
  void aRecordFindsTheProcessUntilItEnds() {
    ChildProcess child = shell("exec sleep 600");
    assertThat(child.record().find()).isPresent();

    child.stop(SOON);

    assertThat(child.record().find()).isEmpty();
  }

  @Test
  void aRecordOfAnotherStartIsNotFound() {
    ChildProcess child = shell("exec sleep 600");
    ProcessRecord record = child.record();
    ProcessRecord reused =
        new ProcessRecord(
            record.name(), record.pid(), record.startedAtMillis() - 60_000, record.logFile());

    assertThat(reused.find()).isEmpty();
    child.kill();
  }

  @Test
  void aDeafProcessIsKilledWhenThePatienceIsSpent() {
    ChildProcess child = shell("trap '' TERM; echo deaf; while :; do sleep 0.05; done");
    await().until(() -> child.log().lineWith("deaf").isPresent());

    child.stop(Duration.ofMillis(100));

    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void hiddenVariablesDoNotReachTheChild() {
    ChildSpec spec =
        new ChildSpec(
            "child",
            List.of("/bin/sh", "-c", "echo home=$HOME own=$OWN"),
            Map.of("OWN", "yes"),
            variable -> variable.equals("HOME"),
            log());

    ChildProcess child = ChildProcess.start(spec);
    await().until(() -> !child.isAlive());

    assertThat(child.log().last(1)).containsExactly("home= own=yes");
  }

  @Test
  void aMissingProgramEndsWithOneLine() {
    ChildSpec spec = ChildSpec.of("ghost", List.of(folder.resolve("nothing").toString()), log());

    // With setsid in front the failure shows as an ended process, without it as an exception; both
    // must be noticed.
    try {
      ChildProcess ghost = ChildProcess.start(spec);
      await().until(() -> !ghost.isAlive());
      assertThat(ghost.log().last(1).getFirst()).contains("nothing");
    } catch (PeerzException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.IO);
    }
  }

  @Test
  void aFreePortIsFreeAndATakenOneIsNot() throws Exception {
    try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
      assertThat(Ports.preferred(socket.getLocalPort())).isNotEqualTo(socket.getLocalPort());
    }
    assertThat(Ports.isFree(Ports.free())).isTrue();
    assertThatThrownBy(
            () -> {
              throw Ports.inUse("it", 5);
            })
        .hasMessageContaining("port 5");
  }
}
