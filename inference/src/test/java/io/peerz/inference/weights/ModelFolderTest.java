package io.peerz.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.model.Quantisation;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger's checkpoint may do to us: end in one clear line. */
class ModelFolderTest {
  private static final Path GOOD = Path.of("src/test/resources/fixtures/llama");

  @TempDir Path folder;
  private Path weights;

  @BeforeEach
  void copy() throws IOException {
    weights = folder.resolve("model.safetensors");
    for (String name : new String[] {"config.json", "tokenizer.json", "model.safetensors"}) {
      Files.copy(GOOD.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> ModelFolder.open(folder).loadLayers(0, 2))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CHECKPOINT))
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n");
  }

  private void edit(String file, String from, String to) throws IOException {
    String before = Files.readString(folder.resolve(file));
    assertThat(before).contains(from);
    Files.writeString(folder.resolve(file), before.replace(from, to));
  }

  private void assertHeaderRefused(String from, String to, String reason) throws IOException {
    copy();
    byte[] bytes = Files.readAllBytes(weights);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
    assertThat(header).contains(from);
    byte[] changed = header.replace(from, to).getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(bytes.length - length + changed.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(changed.length).put(changed).put(bytes, 8 + length, bytes.length - 8 - length);
    Files.write(weights, file.array());
    assertRefused(reason);
  }

  private void overwriteLastWeight(byte... bits) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
      file.seek(file.length() - bits.length);
      file.write(bits);
    }
  }

  @Test
  void aGoodFolderLoadsAndHasAStableId() {
    ModelFolder model = ModelFolder.open(folder);
    assertThat(model.loadLayers(0, 2).layers()).hasSize(2);
    assertThat(model.loadLayers(1, 2).embedding()).isEmpty();
    assertThat(model.manifest().weightsRoot().hex())
        .isEqualTo("0x64ca541a65c7fbf0f7dbad434d02267a06494aa6dbce038405cce791e414da62");
    assertThat(model.manifest().modelId()).isEqualTo(ModelFolder.open(GOOD).manifest().modelId());
  }

  @Test
  void theMemoryOfARangeIsKnownBeforeItIsLoaded() {
    ModelFolder model = ModelFolder.open(folder);
    LayerWeights layer = model.loadLayers(1, 2).layers().getFirst();
    long matrices =
        Stream.of(
                layer.query(),
                layer.key(),
                layer.value(),
                layer.output(),
                layer.gate(),
                layer.up(),
                layer.down())
            .mapToLong(matrix -> (long) matrix.rows() * matrix.cols())
            .sum();
    long width = model.config().geometry().dModel();
    long table = model.config().geometry().vocab() * width * Short.BYTES;
    long one = matrices * Short.BYTES + 2 * width * Float.BYTES; // two norms in float32
    assertThat(model.loadedBytes(0, 1)).isEqualTo(one + table);
    assertThat(model.loadedBytes(1, 2)).isEqualTo(one + table + width * Float.BYTES);
    assertThat(model.loadedBytes(0, 2))
        .isEqualTo(2 * one + (model.config().tiedHead() ? 1 : 2) * table + width * Float.BYTES);
    assertThat(model.rounded(Quantisation.Q8).loadedBytes(0, 2))
        .isGreaterThan(model.loadedBytes(0, 2));
  }

  @Test
  void oneChangedWeightChangesTheRoot() throws IOException {
    var before = ModelFolder.open(folder).manifest().weightsRoot();
    overwriteLastWeight((byte) 1, (byte) 0x3f);
    assertThat(ModelFolder.open(folder).manifest().weightsRoot()).isNotEqualTo(before);
  }

  @Test
  void truncatedAndOversizedFilesAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length - 1));
    assertRefused("truncated or padded");
    Files.write(weights, Arrays.copyOf(bytes, bytes.length + 1));
    assertRefused("truncated or padded");
    Files.write(weights, Arrays.copyOf(bytes, 100));
    assertRefused("truncated");
    Files.write(weights, new byte[] {1, 2, 3});
    assertRefused("too short");
    Files.write(weights, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, '{', '}'});
    assertRefused("not a safetensors file");
    Files.delete(weights);
    assertRefused("is missing");
  }

  @Test
  void nanAndInfinityAreRefused() throws IOException {
    overwriteLastWeight((byte) 0xc0, (byte) 0x7f);
    assertRefused("NaN or infinity");
    overwriteLastWeight((byte) 0x80, (byte) 0xff);
    assertRefused("NaN or infinity");
  }

  @Test
  void wrongShapesAndTypesAreRefused() throws IOException {
    String shape = "\"shape\":[24,14]";
    assertHeaderRefused(
        shape, "\"shape\":[12,28]", "has shape [12, 28], config.json says [24, 14]");
    assertHeaderRefused("\"BF16\",\"shape\":[24,14]", "\"I64\",\"shape\":[24,14]", "has dtype I64");
    assertHeaderRefused(
        shape, "\"shape\":[1099511627776,1099511627776,1099511627776]", "overflows");
    assertHeaderRefused(shape, "\"shape\":[-24,14]", "out of range");
    assertHeaderRefused(shape, "\"shape\":[24]", "not what its shape needs");
  }

  @Test
  void holesOverlapsAndSurplusesAreRefused() throws IOException {
    assertHeaderRefused("[0,672]", "[2,674]", "hole or overlaps");
    assertHeaderRefused("\"model.norm.weight", "\"model.embed_tokens.weight", "is not valid JSON");
    assertHeaderRefused("\"model.norm.weight", "\"model.norm.surplus", "incomplete");
    assertHeaderRefused("{\"model.embed", "{{\"model.embed", "is not valid JSON");
  }

  @Test
  void unknownArchitecturesAndSettingsAreRefused() throws IOException {
    edit("config.json", "LlamaForCausalLM", "MambaForCausalLM");
    assertRefused("architecture MambaForCausalLM is unknown");
    copy();
    edit("config.json", "\"silu\"", "\"gelu\"");
    assertRefused("hidden_act");
    copy();
    edit("config.json", "\"silu\"", "\"silu\", \"attention_bias\": true");
    assertRefused("attention_bias");
    Files.writeString(folder.resolve("config.json"), "[]");
    assertRefused("not a JSON object");
    Files.delete(folder.resolve("config.json"));
    assertRefused("config.json is missing");
  }

  @Test
  void absurdSizesAreRefused() throws IOException {
    edit("config.json", "\"hidden_size\": 14", "\"hidden_size\": -14");
    assertRefused("config.json");
    edit("config.json", "\"hidden_size\": -14", "\"hidden_size\": 1e99");
    assertRefused("hidden_size is missing or not a whole number");
    copy();
    edit("config.json", "num_key_value_heads\": 2", "num_key_value_heads\": 3");
    assertRefused("multiple of kvHeads");
  }

  @Test
  void aTokenizerThatDisagreesWithTheVocabularyIsRefused() throws IOException {
    edit("tokenizer.json", "{\"a\": 0}", "{\"a\": 24}");
    assertRefused("token id 24 is outside the vocabulary of 24");
  }

  @Test
  void stopTokensComeFromTheGenerationConfigFirst() throws IOException {
    assertThat(ModelFolder.open(folder).stopTokens()).isEmpty();
    edit("config.json", "\"hidden_act\"", "\"eos_token_id\": 3, \"hidden_act\"");
    assertThat(ModelFolder.open(folder).stopTokens()).containsExactly(3);
    Path generation = folder.resolve("generation_config.json");
    Files.writeString(generation, "{\"eos_token_id\": [5, 23]}");
    assertThat(ModelFolder.open(folder).stopTokens()).containsExactlyInAnyOrder(5, 23);
    Files.writeString(generation, "{\"eos_token_id\": 24}");
    assertRefused("24 is not a token of the vocabulary");
  }

  @Test
  void anIndexMayNotPointOutsideTheFolder() throws IOException {
    Path index = folder.resolve("model.safetensors.index.json");
    Files.writeString(index, "{\"weight_map\":{\"x\":\"../../etc/passwd\"}}");
    assertRefused("not a plain *.safetensors name");
    Files.writeString(index, "{\"weight_map\":{\"x\":\"model.safetensors\"}}");
    assertThat(ModelFolder.open(folder).loadLayers(0, 1).layers()).hasSize(1);
  }

  @Test
  void randomDamageNeverEscapesAsAnotherError() throws IOException {
    byte[] good = Files.readAllBytes(weights);
    Random random = new Random(9);
    for (int i = 0; i < 1_000; i++) {
      byte[] bad = good.clone();
      for (int change = 0; change <= random.nextInt(3); change++) {
        bad[random.nextInt(2_500)] = (byte) random.nextInt(256);
      }
      Files.write(weights, bad);
      try {
        ModelFolder.open(folder).loadLayers(0, 2);
      } catch (PeerzException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.BAD_CHECKPOINT);
      }
    }
  }
}
