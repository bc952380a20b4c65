package io.peerz.inference.engine.djl;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.exact.ParityFixture;
import io.peerz.inference.engine.exact.Runs;
import io.peerz.inference.model.Arithmetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Runs where the runtime for CUDA is on the class path and a GPU in the machine. */
@EnabledIf("isThere")
class GpuTest {
  /** Products there may round their factors to ten bits. */
  private static final double TOLERANCE = 5e-3;

  static boolean isThere() {
    return Files.exists(Path.of("/dev/nvidiactl")) && OnnxRuntime.hasGpu();
  }

  @Test
  void aFamilyAgreesWithTheReferenceOnAGpu() throws IOException {
    ParityFixture fixture = ParityFixture.of("llama");
    try (FastEngine engine =
        FastEngine.of(
            fixture.model().in(Arithmetic.FAST).loadLayers(0, fixture.layers()),
            EngineConfig.defaults())) {
      float[] rows = Runs.inChunks(engine, fixture.tokens(), 7);
      for (int step = 0; step < ParityFixture.STEPS; step++) {
        float[] logits = engine.logits(rows, ParityFixture.PROMPT - 1 + step);
        assertThat(Distance.of(logits, fixture.logits(step))).isLessThan(TOLERANCE);
      }
    }
  }
}
