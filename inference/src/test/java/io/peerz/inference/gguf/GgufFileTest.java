package io.peerz.inference.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.text.Tokenizer;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger's GGUF file may claim, and words that only such a file has. */
class GgufFileTest {
  @TempDir Path folder;

  private static GgufBytes llama() {
    return new GgufBytes().text("general.architecture", "llama");
  }

  private void assertRefused(GgufBytes bytes, long tensors, String reason) throws IOException {
    Path file = bytes.write(folder.resolve("bad.gguf"), tensors);
    assertThatThrownBy(
            () -> {
              try (GgufFile read = GgufFile.open(file)) {
                GgufConfig.of(read, GgufFamily.of(read.metadata()));
              }
            })
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CHECKPOINT))
        .hasMessageContaining(reason);
  }

  @Test
  void hugeClaimsCostNothing() throws IOException {
    assertRefused(llama(), Long.MAX_VALUE, "more than the file can hold");
    assertRefused(llama(), -1, "more than the file can hold");
    assertRefused(llama().list("x", 8, 1L << 40), 0, "more than the file can hold");
    assertRefused(llama().list("x", 9, 1).flag("y", true), 0, "is of lists");
    assertRefused(llama().list("x", 77, 1).flag("y", true), 0, "unknown type 77");
  }

  @Test
  void whatIsNotServedIsNamed() throws IOException {
    assertRefused(new GgufBytes(), 0, "general.architecture is missing");
    assertRefused(
        new GgufBytes().text("general.architecture", "mamba"), 0, "architecture mamba is not read");
    assertRefused(
        new GgufBytes().text("general.architecture", "qwen2").whole("qwen2.expert_count", 4),
        0,
        "architecture qwen2 with experts is not read");
    assertRefused(llama(), 0, "llama.embedding_length is missing");
    assertRefused(llama().text("llama.embedding_length", "7"), 0, "another type");
    assertRefused(llama().flag("a", true).flag("a", true), 0, "occurs twice");
    assertRefused(llama().whole("general.alignment", 3), 0, "no small power of 2");
  }

  /** A vocabulary of pieces: bytes for what has no piece, and words whose scores say what joins. */
  private static GgufBytes pieces() {
    List<String> words = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
    List<Integer> kinds = new ArrayList<>(List.of(2, 3, 3));
    for (int value = 0; value < 256; value++) {
      words.add("<0x%02X>".formatted(value));
      kinds.add(6);
    }
    List<Double> scores = new ArrayList<>(Collections.nCopies(words.size(), 0.0));
    List<String> plain = List.of("\u2581t", "he", "\u2581the", "\u2581", "t", "h", "e", "r", "er");
    for (int i = 0; i < plain.size(); i++) {
      words.add(plain.get(i));
      kinds.add(1);
      scores.add(-1.0 - i);
    }
    return llama()
        .text("tokenizer.ggml.model", "llama")
        .texts("tokenizer.ggml.tokens", words)
        .wholes("tokenizer.ggml.token_type", kinds)
        .numbers("tokenizer.ggml.scores", scores)
        .whole("tokenizer.ggml.bos_token_id", 1)
        .whole("tokenizer.ggml.unknown_token_id", 0);
  }

  @Test
  void piecesJoinByTheirScoresAndAnythingComesBack() throws IOException {
    try (GgufFile file = GgufFile.open(pieces().write(folder.resolve("pieces.gguf"), 0))) {
      Files.writeString(
          folder.resolve("tokenizer.json"), GgufTokenizer.of(file.metadata()).toString());
    }
    int first = 259;
    try (Tokenizer tokenizer = Tokenizer.open(folder)) {
      // "▁t" joins before "he", and both to "▁the"; "er" has nothing to join to.
      assertThat(tokenizer.encode("the", true)).containsExactly(1, first + 2);
      assertThat(tokenizer.encode("ther", false)).containsExactly(first + 2, first + 7);
      assertThat(tokenizer.encode("er", false)).containsExactly(first + 3, first + 8);
      for (String text : List.of("the there", "Grüße, 世界 🙂", " two  spaces ", "\n\t")) {
        assertThat(tokenizer.decode(tokenizer.encode(text, false))).isEqualTo(text);
      }
    }
  }

  @Test
  void aTokenizerThatIsNotKnownAsksForTheOriginal() throws IOException {
    GgufBytes bytes =
        llama()
            .text("tokenizer.ggml.model", "gpt2")
            .text("tokenizer.ggml.pre", "newest")
            .texts("tokenizer.ggml.tokens", List.of("a"));
    try (GgufFile file = GgufFile.open(bytes.write(folder.resolve("new.gguf"), 0))) {
      assertThatThrownBy(() -> GgufTokenizer.of(file.metadata()))
          .hasMessageContaining("unknown way newest; put the model's tokenizer.json beside");
    }
  }
}
