package io.peerz.inference.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A byte-level BPE tokenizer of some hundred merges; src/test/python trained it. */
class BpeTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Tokenizer TOKENIZER = Tokenizer.open(RESOURCES.resolve("bpe"));

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  @Test
  void manyLanguagesGetTheReferencesIdsAndComeBack() throws IOException {
    List<String> lines = Files.readAllLines(RESOURCES.resolve("multilingual.txt"));
    int[][] ids =
        JsonMapper.builder()
            .build()
            .readValue(RESOURCES.resolve("bpe/ids.json").toFile(), int[][].class);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(TOKENIZER.encode(lines.get(i), false)).isEqualTo(ids[i]);
      assertComesBack(lines.get(i));
    }
    assertComesBack(Files.readString(RESOURCES.resolve("multilingual.txt")));
  }

  @Test
  void aHundredThousandRandomByteStringsComeBack() {
    Random random = new Random(11);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(24)];
      random.nextBytes(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      assertThat(TOKENIZER.decode(TOKENIZER.encode(text, false))).isEqualTo(text);
    }
  }

  @Test
  void aStreamOfMergedTokensNeverSplitsACharacter() throws IOException {
    for (String line : Files.readAllLines(RESOURCES.resolve("multilingual.txt"))) {
      Detokenizer stream = TOKENIZER.streaming();
      StringBuilder all = new StringBuilder();
      for (int id : TOKENIZER.encode(line, false)) {
        String piece = stream.next(id);
        assertThat(piece).doesNotContain("\ufffd");
        all.append(piece);
      }
      assertThat(all + stream.finish()).isEqualTo(line);
    }
  }

  private static void assertComesBack(String text) {
    assertThat(TOKENIZER.decode(TOKENIZER.encode(text, false))).isEqualTo(text);
  }
}
