package io.peerz.inference.draft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromptLookupTest {
  private static PromptLookup of(int... text) {
    PromptLookup lookup = new PromptLookup();
    for (int token : text) {
      lookup.add(token);
    }
    return lookup;
  }

  @Test
  void theTextGoesOnAsItDidTheLastTime() {
    assertThat(of(1, 2, 3, 4, 5, 1, 2).next(3)).containsExactly(3, 4, 5);
  }

  @Test
  void moreTokensInCommonCountMore() {
    assertThat(of(9, 1, 2, 7, 8, 1, 2, 6, 9, 1, 2).next(1)).containsExactly(7);
  }

  @Test
  void theNewestOccurrenceDecides() {
    assertThat(of(1, 2, 7, 1, 2, 8, 1, 2).next(1)).containsExactly(8);
  }

  @Test
  void aTextThatRepeatsItselfGoesOnThroughItsOwnGuesses() {
    assertThat(of(4, 5, 4, 5).next(5)).containsExactly(4, 5, 4, 5, 4);
  }

  @Test
  void whatNeverStoodThereIsNotGuessed() {
    assertThat(of(1, 2, 3, 4).next(4)).isEmpty();
    assertThat(of().next(4)).isEmpty();
    assertThat(of(1 << 21, 1, 1 << 21, 1).next(4)).isEmpty();
  }
}
