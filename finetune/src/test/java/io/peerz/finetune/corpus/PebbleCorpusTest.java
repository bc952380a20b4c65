package io.peerz.finetune.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PebbleCorpusTest {
  @Test
  void theSameSeedGivesTheSameDocuments() {
    PebbleCorpus one = new PebbleCorpus(5);
    PebbleCorpus other = new PebbleCorpus(5);

    for (int i = 0; i < 500; i++) {
      assertThat(one.next()).isEqualTo(other.next());
    }
  }

  @Test
  void everyDocumentBeginsAndEndsWithItsMarkAndFitsTheContext() {
    PebbleCorpus corpus = new PebbleCorpus(6);
    for (int i = 0; i < 2000; i++) {
      int[] document = corpus.next();
      assertThat(document[0]).isEqualTo(ByteTokens.BEGIN);
      assertThat(document[document.length - 1]).isEqualTo(ByteTokens.END);
      assertThat(Arrays.stream(document).skip(1)).noneMatch(id -> id == ByteTokens.BEGIN);
      assertThat(Arrays.stream(document)).allMatch(id -> id >= 0 && id <= ByteTokens.END);
    }
  }

  @Test
  void everyFactIsAskedSoonerOrLater() {
    Set<String> seen = new HashSet<>();
    PebbleCorpus corpus = new PebbleCorpus(7);
    for (int i = 0; i < 20_000; i++) {
      seen.add(ByteTokens.decode(corpus.next()));
    }

    assertThat(Facts.all())
        .allMatch(
            turn -> seen.stream().anyMatch(text -> text.contains(turn.user() + turn.assistant())));
  }
}
