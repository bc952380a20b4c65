package io.peerz.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever stands in a checkpoint's files: it opens, or it is refused as a bad checkpoint. */
class HostileCheckpointProperties {
  private static final Path FAMILIES = Path.of("src/test/resources/parity");
  private static final List<String> NAMES =
      List.of("llama3", "mistral", "qwen2", "phi3", "gemma2", "gemma3", "qwen3-moe", "mixtral");
  private static final Pattern VALUE =
      Pattern.compile("(?<=: )(-?[0-9][0-9.e+-]*|\"[^\"]*\"|true|false|null)");
  private static final List<String> HOSTILE =
      List.of(
          "-1",
          "0",
          "1",
          "7",
          "1e308",
          "-1e308",
          "2147483647",
          "2147483648",
          "0.5",
          "null",
          "true",
          "[]",
          "{}",
          "[[1]]",
          "\"\"",
          "\"NaN\"",
          "9".repeat(400),
          "{\"a\":".repeat(2000));

  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("hostile");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    clear();
    Files.delete(folder);
  }

  @Property(tries = 500)
  void aConfigWithHostileValues(
      @ForAll @IntRange(max = 7) int family,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int changes)
      throws IOException {
    copy(NAMES.get(family));
    replaceValues(folder.resolve("config.json"), new Random(seed), changes);
    assertOpensOrIsRefused();
  }

  @Property(tries = 500)
  void smallFilesWithDamagedBytes(
      @ForAll @IntRange(max = 7) int family, @ForAll boolean tokenizer, @ForAll long seed)
      throws IOException {
    copy(NAMES.get(family));
    damage(folder.resolve(tokenizer ? "tokenizer.json" : "config.json"), new Random(seed), 4_000);
    assertOpensOrIsRefused();
  }

  @Property(tries = 500)
  void aSafetensorsFileWithADamagedHeader(@ForAll @IntRange(max = 7) int family, @ForAll long seed)
      throws IOException {
    copy(NAMES.get(family));
    damage(folder.resolve("model.safetensors"), new Random(seed), 3_000);
    assertOpensOrIsRefused();
  }

  private static void assertOpensOrIsRefused() {
    try {
      assertThat(ModelFolder.open(folder).config().geometry().layers()).isPositive();
    } catch (PeerzException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.BAD_CHECKPOINT);
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void replaceValues(Path file, Random random, int changes) throws IOException {
    String text = Files.readString(file);
    for (int i = 0; i < changes; i++) {
      List<MatchResult> values = VALUE.matcher(text).results().toList();
      if (!values.isEmpty()) {
        MatchResult value = values.get(random.nextInt(values.size()));
        String other = HOSTILE.get(random.nextInt(HOSTILE.size()));
        text = text.substring(0, value.start()) + other + text.substring(value.end());
      }
    }
    Files.writeString(file, text);
  }

  /** Bytes changed, dropped or doubled near the beginning. */
  private static void damage(Path file, Random random, int reach) throws IOException {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : Files.readAllBytes(file)) {
      bytes.add(b);
    }
    for (int change = 0; change <= random.nextInt(4); change++) {
      int at = random.nextInt(Math.min(reach, bytes.size()));
      switch (random.nextInt(3)) {
        case 0 -> bytes.set(at, (byte) random.nextInt(256));
        case 1 -> bytes.remove(at);
        default -> bytes.add(at, bytes.get(at));
      }
    }
    byte[] result = new byte[bytes.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = bytes.get(i);
    }
    Files.write(file, result);
  }

  private static void copy(String family) throws IOException {
    clear();
    for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Files.copy(FAMILIES.resolve(family).resolve(name), folder.resolve(name));
    }
  }

  private static void clear() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
