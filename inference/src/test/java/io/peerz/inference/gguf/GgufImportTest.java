package io.peerz.inference.gguf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.model.Quantisation;
import io.peerz.inference.text.ChatMessage;
import io.peerz.inference.text.ChatTemplate;
import io.peerz.inference.text.Tokenizer;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files that llama.cpp's own package wrote, see src/test/python/make_gguf.py. */
class GgufImportTest {
  private static final Path FILES = Path.of("src/test/resources/gguf");
  private static final Path PARITY = Path.of("src/test/resources/parity");
  private static final int[] TOKENS = {3, 17, 4, 29, 11, 8, 30, 2, 19, 5, 23, 7};

  @TempDir Path shelf;

  private ModelFolder imported(String name) {
    return GgufImport.make(
        FILES.resolve(name + ".gguf"), shelf.resolve(name), Optional.empty(), _ -> {});
  }

  private static List<float[]> logits(ModelFolder model) {
    int layers = model.config().geometry().layers();
    try (ExactEngine engine =
            new ExactEngine(model.loadLayers(0, layers), EngineConfig.defaults());
        KvCache cache = engine.openCache(TOKENS.length)) {
      float[] rows = engine.embed(TOKENS);
      engine.forward(List.of(new Segment(cache, rows, TOKENS.length)));
      return engine.logits(rows, new int[] {0, 5, TOKENS.length - 1});
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama3", "mixtral", "qwen2", "qwen3-moe", "phi3"})
  void aFamilyGivesTheBitsOfItsHuggingFaceFolder(String family) {
    ModelFolder made = imported(family);
    ModelFolder original = ModelFolder.open(PARITY.resolve(family));
    assertThat(made.config()).isEqualTo(original.config());
    assertThat(logits(made)).containsExactlyElementsOf(logits(original));
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F16", "BF16", "Q8_0", "Q4_0"})
  void everyTypeGivesTheNumbersThatItsOwnProgramDecodes(String type) throws IOException {
    ModelFolder made = imported("tiny-" + type.toLowerCase(java.util.Locale.ROOT));
    JsonNode hashes =
        JsonMapper.shared().readTree(Files.readString(FILES.resolve("tiny.json"))).path(type);
    Map<String, Matrix> matrices = matrices(made.loadLayers(0, 2));
    assertThat(hashes.size()).isEqualTo(matrices.size());
    matrices.forEach(
        (name, matrix) -> assertThat(sha256(matrix)).isEqualTo(hashes.path(name).stringValue()));
  }

  /** Another program's blocks lie about as far from the exact weights as those that we round. */
  @ParameterizedTest
  @CsvSource({"q8_0, Q8", "q4_0, Q4"})
  void blocksAreServedAsTheyAre(String type, Quantisation form) {
    ModelFolder made = imported("tiny-" + type);
    ModelFolder exact = imported("tiny-f32");
    assertThat(made.config().quantisation()).contains(form);
    assertThat(farthest(made, exact)).isLessThan(1.5 * farthest(exact.rounded(form), exact));
  }

  @Test
  void bf16WeightsAreServedAsTheyAre() {
    ModelFolder made = imported("tiny-bf16");
    assertThat(made.config().quantisation()).isEmpty();
    assertThat(farthest(made, imported("tiny-f32"))).isLessThan(0.03);
  }

  private static double farthest(ModelFolder one, ModelFolder other) {
    List<float[]> actual = logits(one);
    List<float[]> expected = logits(other);
    double most = 0;
    for (int i = 0; i < expected.size(); i++) {
      most = Math.max(most, distance(actual.get(i), expected.get(i)));
    }
    return most;
  }

  @Test
  void blocksAreNotRoundedAnew() {
    assertThatThrownBy(() -> imported("tiny-q4_0").rounded(Quantisation.Q8))
        .hasMessageContaining("stored in blocks already");
    Optional<Quantisation> form = Optional.of(Quantisation.Q8);
    Path file = FILES.resolve("tiny-q4_0.gguf");
    assertThatThrownBy(() -> GgufImport.make(file, shelf.resolve("again"), form, _ -> {}))
        .hasMessageContaining("rounded already");
    assertThat(shelf.resolve("again")).doesNotExist();
    assertThat(shelf.resolve(".again.gguf")).doesNotExist();
  }

  @Test
  void aRoundedImportOfWholeNumbersIsTheRoundedModel() {
    Path file = FILES.resolve("tiny-f32.gguf");
    Optional<Quantisation> form = Optional.of(Quantisation.Q4);
    ModelFolder made = GgufImport.make(file, shelf.resolve("small"), form, _ -> {});
    assertThat(made.manifest().modelId())
        .isEqualTo(imported("tiny-f32").rounded(Quantisation.Q4).manifest().modelId());
  }

  @Test
  void aFileThatIsCutOffIsRefusedAndLeavesNothing() throws IOException {
    byte[] whole = Files.readAllBytes(FILES.resolve("tiny-q8_0.gguf"));
    Path file = shelf.resolve("cut.gguf");
    for (int length : new int[] {0, 3, 23, 100, 1_500, whole.length - 600}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(
              () -> GgufImport.make(file, shelf.resolve("cut"), Optional.empty(), _ -> {}))
          .isInstanceOf(PeerzException.class)
          .hasMessageStartingWith("GGUF: ");
      assertThat(shelf.toFile().list()).containsExactly("cut.gguf");
    }
  }

  @Test
  void bytesThatBelongToNoTensorAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(FILES.resolve("tiny-q8_0.gguf"));
    Path file = shelf.resolve("long.gguf");
    Files.write(file, Arrays.copyOf(whole, whole.length + 64));
    assertThatThrownBy(() -> GgufFile.open(file)).hasMessageContaining("belong to no tensor");
    byte[] filled = Arrays.copyOf(whole, whole.length + 1);
    filled[whole.length] = 1;
    Files.write(file, filled);
    assertThatThrownBy(() -> GgufFile.open(file)).hasMessageContaining("belong to no tensor");
  }

  @Test
  void aScaleThatIsNoNumberIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(FILES.resolve("tiny-q8_0.gguf"));
    Path file = shelf.resolve("nan.gguf");
    Files.write(file, bytes);
    int scale;
    try (GgufFile read = GgufFile.open(file)) {
      byte[] data = read.tensors().get("token_embd.weight").data().toArray(ValueLayout.JAVA_BYTE);
      scale = new String(bytes, ISO_8859_1).indexOf(new String(data, ISO_8859_1));
    }
    bytes[scale] = 0;
    bytes[scale + 1] = 0x7c; // infinity, smallest byte first
    Files.write(file, bytes);
    assertThatThrownBy(() -> GgufImport.make(file, shelf.resolve("nan"), Optional.empty(), _ -> {}))
        .hasMessageContaining("model.embed_tokens.weight holds NaN or infinity");
    assertThat(shelf.resolve("nan")).doesNotExist();
  }

  @Test
  void theFilesWordsStopTokensAndTemplateComeAlong() {
    ModelFolder made = imported("tiny-bf16");
    assertThat(made.stopTokens()).containsExactly(1);
    assertThat(ChatTemplate.open(made.path()).render(List.of(new ChatMessage("user", "Hi"))))
        .isEqualTo("<s>Hi");
    try (Tokenizer tokenizer = Tokenizer.open(made.path())) {
      assertThat(tokenizer.encode("#$", true)).containsExactly(4, 5);
    }
  }

  @Test
  void aTokenizerBesideTheFileGoesFirst() throws IOException {
    Path file = shelf.resolve("model.gguf");
    Files.copy(FILES.resolve("tiny-bf16.gguf"), file, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(PARITY.resolve("llama/tokenizer.json"), shelf.resolve("tokenizer.json"));
    ModelFolder made = GgufImport.make(file, shelf.resolve("made"), Optional.empty(), _ -> {});
    assertThat(made.path().resolve("tokenizer.json"))
        .hasSameBinaryContentAs(shelf.resolve("tokenizer.json"));
  }

  private static Map<String, Matrix> matrices(ShardWeights weights) {
    Map<String, Matrix> all = new LinkedHashMap<>();
    all.put("model.embed_tokens.weight", weights.embedding().orElseThrow());
    all.put("lm_head.weight", weights.head().orElseThrow().matrix());
    for (int layer = 0; layer < weights.layers().size(); layer++) {
      String prefix = "model.layers." + layer + ".";
      var of = weights.layers().get(layer);
      all.put(prefix + "self_attn.q_proj.weight", of.query());
      all.put(prefix + "self_attn.k_proj.weight", of.key());
      all.put(prefix + "self_attn.v_proj.weight", of.value());
      all.put(prefix + "self_attn.o_proj.weight", of.output());
      all.put(prefix + "mlp.gate_proj.weight", of.gate());
      all.put(prefix + "mlp.up_proj.weight", of.up());
      all.put(prefix + "mlp.down_proj.weight", of.down());
    }
    return all;
  }

  private static String sha256(Matrix matrix) {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * matrix.rows() * matrix.cols()).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < matrix.rows(); row++) {
      for (int col = 0; col < matrix.cols(); col++) {
        bytes.putFloat(matrix.get(row, col));
      }
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double distance(float[] actual, float[] expected) {
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    return worst / largest;
  }

  @Test
  void theTokenizerInTheFileGivesTheIdsOfTheOriginal() throws IOException {
    try (GgufFile file = GgufFile.open(FILES.resolve("bpe.gguf"))) {
      Files.writeString(
          shelf.resolve("tokenizer.json"), GgufTokenizer.of(file.metadata()).toString());
    }
    Path texts = Path.of("src/test/resources");
    List<String> lines = Files.readAllLines(texts.resolve("multilingual.txt"));
    int[][] ids =
        JsonMapper.shared().readValue(texts.resolve("bpe/ids.json").toFile(), int[][].class);
    List<int[]> actual = new ArrayList<>();
    try (Tokenizer tokenizer = Tokenizer.open(shelf)) {
      lines.forEach(line -> actual.add(tokenizer.encode(line, false)));
    }
    assertThat(actual).containsExactly(ids);
  }
}
