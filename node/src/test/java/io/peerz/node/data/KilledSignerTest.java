package io.peerz.node.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledSignerTest {
  private static final int KILLS = 8;
  private static final Pattern STAND = Pattern.compile("([0-9]+) (0x[0-9a-f]{64})");

  @TempDir private Path folder;

  @Test
  void aSignerKilledAgainAndAgainNeverContradictsWhatItPrinted() throws Exception {
    Map<String, String> printed = new HashMap<>();
    Random random = new Random(7);
    for (int kill = 0; kill < KILLS; kill++) {
      int repeated = printed.size();
      runUntilKilled(printed, repeated + 20 + random.nextInt(60));
      assertThat(printed).as("new signatures after kill %d", kill).hasSizeGreaterThan(repeated);
    }
  }

  /** Reads that many lines and as many more as the child got out before SIGKILL reached it. */
  private void runUntilKilled(Map<String, String> printed, int lines) throws Exception {
    Process child = start();
    try (BufferedReader out = child.inputReader()) {
      for (int i = 0; i < lines; i++) {
        remember(printed, out.readLine());
      }
      child.destroyForcibly();
      for (String line = next(out); line != null; line = next(out)) {
        remember(printed, line);
      }
      assertThat(child.waitFor()).as("killed, not ended").isEqualTo(128 + 9);
    }
  }

  private static String next(BufferedReader out) {
    try {
      return out.readLine();
    } catch (IOException closed) {
      return null;
    }
  }

  private static void remember(Map<String, String> printed, String line) {
    assertThat(line).as("a line of the child").isNotNull();
    assertThat(line).as("a second digest for one slot").isNotEqualTo("WRONG");
    Matcher words = STAND.matcher(line);
    if (words.matches()) { // the last line may be cut short
      String digest = words.group(2);
      String before = printed.putIfAbsent(words.group(1), digest);
      assertThat(before == null ? digest : before).as(line).isEqualTo(digest);
    }
  }

  private Process start() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            SigningChild.class.getName(),
            folder.resolve("journal.bin").toString());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
