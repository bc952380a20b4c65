package io.peerz.inference.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.route.ServiceTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A ring of two hops of four layers, each 1 ms per token, 10 ms away; the prompt has 8 positions.
 */
class PunctualityTest {
  private static final long MILLI = 1_000_000;
  private static final int PROMPT = 8;
  private static final int CHUNK = 32;

  private final Punctuality punctuality = new Punctuality(List.of(promise(0), promise(0)), PROMPT);

  private static Promise promise(int queuedTokens) {
    ServiceTime service = new ServiceTime(MILLI / 8, MILLI / 4, 0);
    return new Promise(service, 4, queuedTokens, 10 * MILLI);
  }

  /** Tokens of a chunk come at this pace; returns when the last of them went in. */
  private long tokens(int start, long begunMillis, long paceMillis) {
    for (int i = 0; i < CHUNK; i++) {
      punctuality.known(start + i, (begunMillis + i * paceMillis) * MILLI);
    }
    return begunMillis + (CHUNK - 1) * paceMillis;
  }

  private boolean judge(int hop, int start, int end, long arrivedMillis) {
    punctuality.arrived(hop, end, arrivedMillis * MILLI);
    return punctuality.onTime(hop, start, end);
  }

  @Test
  void tokensThatComeInTimeClearAllHops() {
    long last = tokens(PROMPT, 0, 22);
    assertThat(judge(0, PROMPT, PROMPT + CHUNK, last + 5)).isTrue();
    assertThat(judge(1, PROMPT, PROMPT + CHUNK, last + 200)).isTrue();
  }

  @Test
  void aHopWhosePartIsTooLongAnswersForALateChunk() {
    long last = tokens(PROMPT, 0, 120);
    assertThat(judge(0, PROMPT, PROMPT + CHUNK, last + 100)).isFalse();
    assertThat(judge(1, PROMPT, PROMPT + CHUNK, last + 110)).isTrue();
  }

  @Test
  void aLateHopBehindClearsTheOneBeforeItFromTheNextChunkOn() {
    long last = tokens(PROMPT, 0, 120);
    assertThat(judge(0, PROMPT, PROMPT + CHUNK, last + 5)).isFalse();
    assertThat(judge(1, PROMPT, PROMPT + CHUNK, last + 120)).isFalse();
    int next = PROMPT + CHUNK;
    last = tokens(next, last + 130, 120);
    assertThat(judge(0, next, next + CHUNK, last + 5)).isTrue();
    assertThat(judge(1, next, next + CHUNK, last + 120)).isFalse();
  }

  @Test
  void whoIsQuickOnlyWhereItIsSeenGainsNothing() {
    long last = tokens(PROMPT, 0, 120);
    assertThat(judge(0, PROMPT, PROMPT + CHUNK, last + 1)).isFalse();
    assertThat(judge(1, PROMPT, PROMPT + CHUNK, last + 2)).isFalse();
  }

  @Test
  void aStepOfThePromptIsJudgedByItself() {
    punctuality.known(PROMPT - 1, 0);
    assertThat(judge(0, 0, PROMPT, 60)).isTrue();
    assertThat(judge(1, 0, PROMPT, 60 + 200)).isFalse();
  }

  @Test
  void aBusyNodeThatSaidSoHasMoreTime() {
    Punctuality busy = new Punctuality(List.of(promise(99)), PROMPT);
    for (int i = 0; i < CHUNK; i++) {
      busy.known(PROMPT + i, i * 120L * MILLI);
    }
    busy.arrived(0, PROMPT + CHUNK, CHUNK * 120L * MILLI);
    assertThat(busy.onTime(0, PROMPT, PROMPT + CHUNK)).isTrue();
  }

  @Test
  void theFasterOfTwoStatementsOfANodeCounts() {
    ServiceTime offered = new ServiceTime(0, 100, 0);
    assertThat(offered.orFaster(70, 500)).isEqualTo(new ServiceTime(70, 100, 0));
    assertThat(offered.orFaster(0, 20)).isEqualTo(new ServiceTime(0, 20, 0));
  }

  @Test
  void aStepThatTheClientTimesItselfIsLateBeyondThreeTimesThePromise() {
    Lateness lateness = new Lateness(promise(0));
    lateness.step(1, 62 * MILLI);
    assertThat(lateness.endChunk()).isTrue();
    lateness.step(1, 64 * MILLI);
    assertThat(lateness.endChunk()).isFalse();
  }
}
