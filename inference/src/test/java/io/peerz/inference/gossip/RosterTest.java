package io.peerz.inference.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.announce.ShardNotice;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is asked of the chain because strangers talk. */
class RosterTest {
  private static final Speaker ADA = Speaker.of("ada", 0, 4);

  private Instant now = Instant.ofEpochSecond(1_800_000_000);
  private final ListedNodes registry = ListedNodes.of(ADA);
  private final Roster roster = new Roster(registry, () -> now);

  private ShardNotice notice(Speaker speaker) {
    return speaker.says(now).notice();
  }

  @Test
  void aKnownNodeIsAskedForOnceAMinute() {
    for (int second = 0; second < 60; second++) {
      assertThat(roster.of(notice(ADA))).isPresent();
      now = now.plusSeconds(1);
    }
    assertThat(registry.questions()).isEqualTo(1);
    roster.of(notice(ADA));
    assertThat(registry.questions()).isEqualTo(2);
  }

  @Test
  void madeUpIdsCostTheChainAFewQuestionsASecond() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(roster.of(notice(Speaker.of("stranger " + i, 0, 4)))).isEmpty();
    }
    assertThat(registry.questions()).isLessThan(40);
  }

  @Test
  void aNodeThatMayServeNoLongerIsForgotten() {
    roster.of(notice(ADA));
    registry.remove(ADA);
    now = now.plus(Duration.ofMinutes(1));
    assertThat(roster.of(notice(ADA))).isEmpty();
  }

  @Test
  void whileTheChainIsSilentWhoWasRegisteredStaysSo() {
    roster.all();
    registry.fallSilent();
    now = now.plus(Duration.ofMinutes(5));
    assertThat(roster.of(notice(ADA))).isPresent();
    assertThat(roster.all()).containsExactly(ADA.entry());
  }
}
