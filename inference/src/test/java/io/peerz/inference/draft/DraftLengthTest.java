package io.peerz.inference.draft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DraftLengthTest {
  private static final long MILLI = 1_000_000;

  private static DraftLength after(int rounds, int guessed, int cameTrue, long waitMillis) {
    DraftLength length = new DraftLength();
    for (int i = 0; i < rounds; i++) {
      length.observe(guessed, cameTrue, (waitMillis + 1 + guessed) * MILLI, MILLI);
    }
    return length;
  }

  @Test
  void farNodesAndGoodGuessesMakeLongDrafts() {
    assertThat(after(20, 8, 8, 50).next(8, MILLI)).isEqualTo(8);
  }

  @Test
  void badGuessesMakeShortDrafts() {
    assertThat(after(40, 4, 0, 50).next(8, 10 * MILLI)).isZero();
    assertThat(after(40, 4, 2, 50).next(8, 10 * MILLI)).isEqualTo(3);
  }

  @Test
  void nothingIsGuessedWhereThereIsNoWayToHide() {
    assertThat(after(20, 2, 1, 0).next(8, MILLI)).isZero();
  }
}
