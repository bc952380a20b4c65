package io.peerz.devnet.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In simulated time: the figures are the same on every machine. */
class SimulationTest {
  private static final double FIFTH_A_MINUTE = 0.2;
  private static final long SEED = 3;

  @Test
  void clientsKnowTheLivingWithinThreeSecondsOfStartAndFiveOfAChange() {
    DiscoveryTrial.Outcome outcome =
        new DiscoveryTrial(200, FIFTH_A_MINUTE, Duration.ofSeconds(22), SEED).play();

    assertThat(outcome.starts()).isNotEmpty();
    assertThat(outcome.starts().getLast()).isLessThan(Duration.ofSeconds(3));
    assertThat(outcome.changes()).hasSizeGreaterThan(10);
    assertThat(outcome.changes().getLast()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void noAnswerIsLostWhileEveryLayerIsCoveredAndARefusalNamesTheLayers() {
    SessionTrial.Outcome outcome =
        new SessionTrial(80, 2 * FIFTH_A_MINUTE, Duration.ofSeconds(40), SEED).play();

    assertThat(outcome.disturbed()).isPositive();
    assertThat(outcome.lost()).isZero();
    assertThat(outcome.uncovered()).isZero();
    assertThat(outcome.missingLayers()).containsExactly(8, 9, 10, 11);
    assertThat(outcome.namedLayers()).isEqualTo(outcome.missingLayers());
  }

  @Test
  void aLiarLosesItsTrafficWithinThirtyRequests() {
    for (LiarTrial.Lie lie : LiarTrial.Lie.values()) {
      for (long seed = 0; seed < 5; seed++) {
        List<Boolean> overLiar = new LiarTrial(lie, seed).play(60);
        assertThat(overLiar.subList(30, 60)).as("%s, seed %d", lie, seed).doesNotContain(true);
      }
    }
    assertThat(new LiarTrial(LiarTrial.Lie.TEN_TIMES_ITS_SPEED, 0).play(1)).containsExactly(true);
  }
}
