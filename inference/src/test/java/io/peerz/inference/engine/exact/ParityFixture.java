package io.peerz.inference.engine.exact;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.weights.ModelFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A checkpoint with the prompt, the greedy answer and the logits that transformers gave. */
public final class ParityFixture {
  public static final int PROMPT = 24;
  public static final int STEPS = 64;

  private final Path folder;
  private final ModelFolder model;
  private final int[] tokens;

  private ParityFixture(Path folder, ModelFolder model, int[] tokens) {
    this.folder = folder;
    this.model = model;
    this.tokens = tokens;
  }

  public static ParityFixture of(String name) throws IOException {
    Path folder = Path.of("src/test/resources/parity", name);
    int[] tokens = new int[PROMPT + STEPS];
    read(folder.resolve("tokens.bin")).asIntBuffer().get(tokens);
    return new ParityFixture(folder, ModelFolder.open(folder), tokens);
  }

  public ModelFolder model() {
    return model;
  }

  /** Prompt and answer. */
  public int[] tokens() {
    return tokens;
  }

  public int layers() {
    return model.config().geometry().layers();
  }

  public ExactEngine engine(int layerStart, int layerEnd) {
    return new ExactEngine(model.loadLayers(layerStart, layerEnd), EngineConfig.defaults());
  }

  ExactEngine engineOf(Kernels kernels, Team team) {
    return new ExactEngine(model.loadLayers(0, layers()), EngineConfig.defaults(), kernels, team);
  }

  public int[] prompt() {
    return Arrays.copyOf(tokens, PROMPT);
  }

  public List<Integer> answer() {
    return Arrays.stream(tokens, PROMPT, PROMPT + STEPS).boxed().toList();
  }

  /** Computed in float32 on the stored weights. */
  public float[] logits(int step) throws IOException {
    float[] row = new float[model.config().geometry().vocab()];
    ByteBuffer bytes = read(folder.resolve("logits.bin"));
    bytes.asFloatBuffer().get(step * row.length, row);
    return row;
  }

  /** Computed in bfloat16. */
  float[] bfloat16Logits(int step) throws IOException {
    float[] row = new float[model.config().geometry().vocab()];
    ByteBuffer bytes = read(folder.resolve("logits-bf16.bin"));
    for (int i = 0; i < row.length; i++) {
      row[i] = Float.intBitsToFloat(bytes.getShort((step * row.length + i) * 2) << 16);
    }
    return row;
  }

  private static ByteBuffer read(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
