package io.peerz.inference.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.testing.LoopbackNetwork;
import io.peerz.inference.testing.ToyEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerJournalTest {
  @TempDir private Path folder;

  private static GenerationRequest request(int seed) {
    return new GenerationRequest(
        LoopbackNetwork.TOY_MODEL,
        ToyEngine.GEOMETRY,
        List.of(3, 1, 4),
        SamplingParams.sampled(1.0, seed, 6),
        Set.of(),
        true);
  }

  private AnswerJournal.Draft begin(int seed) {
    return AnswerJournal.open(folder).begin(request(seed)).orElseThrow();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void whoAsksTheSameAgainFindsWhatWasDrawn() throws IOException {
    try (AnswerJournal.Draft draft = begin(1)) {
      assertThat(draft.earlier()).isEmpty();
      draft.add(7);
      draft.add(300_000);
    }
    try (AnswerJournal.Draft other = begin(2)) {
      assertThat(other.earlier()).isEmpty();
    }
    try (AnswerJournal.Draft draft = begin(1)) {
      assertThat(draft.earlier()).containsExactly(7, 300_000);
      draft.add(8);
      draft.done();
    }
    assertThat(files()).hasSize(1); // the other one, which nobody finished
    try (AnswerJournal.Draft draft = begin(1)) {
      assertThat(draft.earlier()).isEmpty();
    }
  }

  @Test
  void aTokenThatWasCutShortIsDrawnAgain() throws IOException {
    try (AnswerJournal.Draft draft = begin(1)) {
      draft.add(7);
    }
    Files.write(files().getFirst(), new byte[] {0, 0, 1}, StandardOpenOption.APPEND);
    try (AnswerJournal.Draft draft = begin(1)) {
      assertThat(draft.earlier()).containsExactly(7);
      draft.add(9);
    }
    try (AnswerJournal.Draft draft = begin(1)) {
      assertThat(draft.earlier()).containsExactly(7, 9);
    }
  }

  @Test
  void atLeastOneTokenIsLeftToDraw() {
    try (AnswerJournal.Draft draft = begin(1)) {
      List.of(1, 2, 3, 4, 5, 6).forEach(draft::add);
    }
    try (AnswerJournal.Draft draft = begin(1)) {
      assertThat(draft.earlier()).containsExactly(1, 2, 3, 4, 5);
    }
  }

  @Test
  void oneAnswerIsUnderWayOnce() {
    AnswerJournal journal = AnswerJournal.open(folder);
    try (AnswerJournal.Draft draft = journal.begin(request(1)).orElseThrow()) {
      draft.add(7);
      assertThat(journal.begin(request(1))).isEmpty();
    }
    journal.begin(request(1)).orElseThrow().close();
  }

  @Test
  void whatNobodyAskedForInADayIsForgotten() throws IOException {
    try (AnswerJournal.Draft draft = begin(1)) {
      draft.add(7);
    }
    Files.setLastModifiedTime(
        files().getFirst(), FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    try (AnswerJournal.Draft draft = begin(1)) {
      assertThat(draft.earlier()).isEmpty();
    }
  }
}
