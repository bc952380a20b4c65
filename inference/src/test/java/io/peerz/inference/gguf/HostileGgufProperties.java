package io.peerz.inference.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.weights.SafetensorsWriter;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import tools.jackson.databind.node.ObjectNode;

/** Whatever stands in a GGUF file: it is read, or it is refused as a bad checkpoint. */
class HostileGgufProperties {
  private static final Path FILES = Path.of("src/test/resources/gguf");
  private static final List<String> NAMES =
      List.of("tiny-q4_0", "tiny-bf16", "llama3", "qwen3-moe");

  /** Where the headers of these files end, about. */
  private static final int REACH = 6_000;

  private static final long[] HOSTILE = {
    0, 1, -1, 7, 1L << 31, 1L << 32, 1L << 40, Long.MIN_VALUE, Long.MAX_VALUE, 0x46554747L
  };

  private static Path file;

  @BeforeContainer
  static void makeFile() throws IOException {
    file = Files.createTempFile("hostile", ".gguf");
  }

  @AfterContainer
  static void removeFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 1_000)
  void bytesChangedOrNumbersPutIntoTheHeader(
      @ForAll @IntRange(max = 3) int name,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int changes)
      throws IOException {
    byte[] bytes = Files.readAllBytes(FILES.resolve(NAMES.get(name) + ".gguf"));
    Random random = new Random(seed);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(REACH);
      if (random.nextBoolean()) {
        bytes[at] = (byte) random.nextInt(256);
      } else {
        long number = HOSTILE[random.nextInt(HOSTILE.length)];
        for (int b = 0; b < Long.BYTES; b++) {
          bytes[at + b] = (byte) (number >>> (8 * b));
        }
      }
    }
    Files.write(file, bytes);
    assertIsReadOrRefused();
  }

  @Property(tries = 300)
  void filesCutOffAnywhere(@ForAll @IntRange(max = 3) int name, @ForAll long seed)
      throws IOException {
    byte[] bytes = Files.readAllBytes(FILES.resolve(NAMES.get(name) + ".gguf"));
    Random random = new Random(seed);
    int length = random.nextInt(random.nextBoolean() ? REACH : bytes.length);
    Files.write(file, java.util.Arrays.copyOf(bytes, length));
    assertIsReadOrRefused();
  }

  private static void assertIsReadOrRefused() {
    try (GgufFile read = GgufFile.open(file)) {
      GgufFamily family = GgufFamily.of(read.metadata());
      ObjectNode config = GgufConfig.of(read, family);
      GgufTokenizer.chat(read.metadata());
      assertThat(GgufTokenizer.of(read.metadata()).isObject()).isTrue();
      for (SafetensorsWriter.Source tensor : GgufTensors.of(read, family, config)) {
        assertThat(tensor.data().get().byteSize()).isEqualTo(tensor.length());
      }
    } catch (PeerzException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.BAD_CHECKPOINT);
      assertThat(e.getMessage()).startsWith("GGUF: ");
    }
  }
}
