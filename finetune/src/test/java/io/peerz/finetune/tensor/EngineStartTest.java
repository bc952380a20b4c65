package io.peerz.finetune.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** In a process of its own: what the engine reads while it loads can be read only once. */
class EngineStartTest {
  @Test
  void theEngineStartsOfflineUntrackedAndWithSleepingThreads()
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            EngineStart.class.getName());
    builder.environment().remove("OMP_WAIT_POLICY");
    builder.environment().put("OMP_DISPLAY_ENV", "TRUE"); // the library tells what it has read
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("offline=true", "opt-out=true", "OMP_WAIT_POLICY = 'PASSIVE'");
  }
}
