package io.peerz.inference.engine.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.weights.ModelFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine against logits that numpy computed in float64; src/test/python made the files. */
class ReferenceTest {
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @ValueSource(strings = {"llama", "llama3", "qwen2", "qwen3"})
  void logitsAreThoseOfAnIndependentProgram(String name) throws IOException {
    Path folder = Path.of("src/test/resources/fixtures", name);
    int[] tokens = new int[20];
    read(folder.resolve("tokens.bin")).asIntBuffer().get(tokens);
    ModelFolder model = ModelFolder.open(folder);
    int vocab = model.config().geometry().vocab();
    float[] expected = new float[tokens.length * vocab];
    read(folder.resolve("logits.bin")).asFloatBuffer().get(expected);

    try (ExactEngine engine = new ExactEngine(model.loadLayers(0, 2), EngineConfig.defaults())) {
      float[] rows = Runs.inChunks(engine, tokens, 5);
      for (int row = 0; row < tokens.length; row++) {
        float[] actual = engine.logits(rows, row);
        assertThat(distance(actual, expected, row * vocab)).isLessThan(TOLERANCE);
      }
    }
  }

  /** Largest difference relative to the largest logit of the row. */
  private static double distance(float[] actual, float[] expected, int offset) {
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[offset + i]));
      largest = Math.max(largest, Math.abs(expected[offset + i]));
    }
    return worst / largest;
  }

  private static ByteBuffer read(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
