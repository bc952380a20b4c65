package io.peerz.finetune.round;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class RoundScheduleTest {
  private static final RoundSchedule SCHEDULE = new RoundSchedule(1000, 10, 60, 20, 30, 20);

  @Example
  void everyPhaseBeginsWhereTheOneBeforeEnds() {
    assertThat(SCHEDULE.at(999)).isEqualTo(RoundPhase.WAITING);
    assertThat(SCHEDULE.at(1000)).isEqualTo(RoundPhase.CLAIM);
    assertThat(SCHEDULE.at(1009)).isEqualTo(RoundPhase.CLAIM);
    assertThat(SCHEDULE.at(1010)).isEqualTo(RoundPhase.TRAIN);
    assertThat(SCHEDULE.at(1070)).isEqualTo(RoundPhase.REVEAL);
    assertThat(SCHEDULE.at(1090)).isEqualTo(RoundPhase.EVALUATE);
    assertThat(SCHEDULE.at(1120)).isEqualTo(RoundPhase.REVEAL_MEASUREMENT);
    assertThat(SCHEDULE.at(1140)).isEqualTo(RoundPhase.SETTLE);
    assertThat(SCHEDULE.at(Long.MAX_VALUE)).isEqualTo(RoundPhase.SETTLE);
  }

  @Property
  void theEndOfAPhaseIsTheFirstSecondOfALaterOne(
      @ForAll @LongRange(min = 0, max = 1200) long chainSeconds) {
    RoundPhase phase = SCHEDULE.at(chainSeconds);
    long end = SCHEDULE.endSeconds(phase);

    assertThat(end).isGreaterThan(chainSeconds);
    if (phase != RoundPhase.SETTLE) {
      assertThat(SCHEDULE.at(end)).isGreaterThan(phase);
      assertThat(SCHEDULE.at(end - 1)).isEqualTo(phase);
    }
  }
}
