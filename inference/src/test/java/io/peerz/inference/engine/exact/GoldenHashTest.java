package io.peerz.inference.engine.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.Quantisation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bits that must never change: a receipt signed today is re-computed by tomorrow's program. */
class GoldenHashTest {
  private static final String LLAMA_BF16 = "b18aae070943096069ac9ea921a34829";
  private static final String LLAMA_Q8 = "010f6f25c3619596b96a0ed498cefbf8";
  private static final String LLAMA_ADAPTER = "9c8342df0f2ed2e8c230542de264482d";
  private static final String LLAMA_Q4 = "286e3678735e9a24fc62047953bd013b";
  private static final String QWEN3_F32 = "f14c3b2152bb591a44490d4667393c78";

  @Test
  void theBitsAreThoseOfTheRecord() {
    assertThat(GoldenProbe.hash(ModelFamily.LLAMA, Models.BF16, 1)).isEqualTo(LLAMA_BF16);
    assertThat(GoldenProbe.hash(ModelFamily.QWEN3, Models.F32, 2)).isEqualTo(QWEN3_F32);
    assertThat(GoldenProbe.hashOf(Quantisation.Q8)).isEqualTo(LLAMA_Q8);
    assertThat(GoldenProbe.hashOf(Quantisation.Q4)).isEqualTo(LLAMA_Q4);
    assertThat(GoldenProbe.hashOfAdapter()).isEqualTo(LLAMA_ADAPTER);
  }

  @Test
  void theSelfTestAcceptsThisMachine() {
    SelfTest.run();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dpeerz.engine.lanes=scalar",
        "-Dpeerz.engine.lanes=128",
        "-Dpeerz.engine.lanes=256",
        "-Dpeerz.engine.lanes=512",
        "-XX:TieredStopAtLevel=1 -XX:UseAVX=2",
        "-Xint -Dpeerz.engine.lanes=scalar",
        "-XX:UseAVX=1 -Dpeerz.engine.lanes=128",
      })
  void everyWidthAndCompilerGivesTheSameBits(String options) throws Exception {
    List<String> lines = probe(options.split(" "));
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).isEqualTo(LLAMA_BF16);
    assertThat(lines.get(1)).isEqualTo(QWEN3_F32);
    assertThat(lines.get(2)).isEqualTo(SelfTest.hash());
    assertThat(lines.get(3)).isEqualTo(LLAMA_Q8);
    assertThat(lines.get(4)).isEqualTo(LLAMA_Q4);
    assertThat(lines.get(5)).isEqualTo(LLAMA_ADAPTER);
  }

  private static List<String> probe(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(GoldenProbe.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output.lines().toList();
  }
}
