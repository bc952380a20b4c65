package io.peerz.finetune.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.peerz.finetune.corpus.ByteTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The tokenizer that HuggingFace's own library reads from the shipped file. */
class ByteTokenizerFileTest {
  private static HuggingFaceTokenizer tokenizer;

  @BeforeContainer
  static void open() throws Exception {
    Path file = Files.createTempFile("tokenizer", ".json");
    Files.writeString(file, ByteTokenizerFile.json());
    tokenizer = HuggingFaceTokenizer.newInstance(file, Map.of("addSpecialTokens", "false"));
    Files.delete(file);
  }

  @AfterContainer
  static void close() {
    tokenizer.close();
  }

  @Property(tries = 300)
  void everyTextBecomesItsBytesAndComesBack(@ForAll("texts") String text) {
    long[] ids = tokenizer.encode(text, false, false).getIds();

    assertThat(Arrays.stream(ids).mapToInt(id -> (int) id).toArray())
        .isEqualTo(ByteTokens.encode(text));
    assertThat(tokenizer.decode(ids, true)).isEqualTo(text);
  }

  @Property(tries = 1)
  void theMarksOfAConversationAreSingleTokens() {
    long[] ids = tokenizer.encode("<|bos|><|user|>Hi<|end|><|assistant|>", false, false).getIds();

    assertThat(ids).containsExactly(248, 250, 'H', 'i', 252, 251);
  }

  @Property(tries = 1)
  void aPlainTextBeginsWithTheFirstMarkWhereSpecialsAreWanted() {
    assertThat(tokenizer.encode("Hi", true, false).getIds()).containsExactly(248, 'H', 'i');
  }

  @Property(tries = 1)
  void theShippedFileIsTheOneThatIsTested() throws Exception {
    assertThat(Files.readString(Path.of("..", "models", "pebble-1.6m", "tokenizer.json")))
        .isEqualTo(ByteTokenizerFile.json());
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.of(
            "grüße 👩‍👩‍👧 \u0000\t\n", "  two  spaces ", "日本語", "\uD83D\uDE80x", "I'll go."));
  }
}
