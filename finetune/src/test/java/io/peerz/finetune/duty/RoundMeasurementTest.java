package io.peerz.finetune.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.peerz.finetune.credit.HeldOutLosses;
import io.peerz.finetune.market.RoundGains;
import io.peerz.finetune.market.RoundResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundMeasurementTest {
  private static final int KAPPA_MILLI = 2000;

  /** Half the squared distance of a number to 1, seen a little differently by each batch. */
  private static final HeldOutLosses LINE =
      update -> {
        long[] losses = new long[6];
        for (int batch = 0; batch < losses.length; batch++) {
          double distance = update[0] - 1 - 0.001 * batch;
          losses[batch] = (long) Math.rint(distance * distance / 2 * 1e9);
        }
        return losses;
      };

  private static RoundGains gains(float... updates) {
    List<float[]> units = new ArrayList<>();
    for (float update : updates) {
      units.add(new float[] {update});
    }
    RoundResult result = RoundMeasurement.measure(LINE, units, 1, KAPPA_MILLI);
    return RoundGains.of(updates.length, result, KAPPA_MILLI);
  }

  @Test
  void equalUnitsShareTheGainEquallyWhateverTheirPlace() {
    RoundGains gains = gains(0.8f, 0.8f, 0.8f, 0.8f);

    assertThat(gains.sound()).isTrue();
    assertThat(gains.kept()).containsOnly(true);
    long each = gains.totalGain() / 2;
    assertThat(gains.doubledGains())
        .allSatisfy(doubled -> assertThat(doubled).isCloseTo(each, within(1000L)));
  }

  @Test
  void aHarmfulUnitIsSkippedAndTakesNothingFromTheOthers() {
    RoundGains alone = gains(0.8f, 0.8f);
    RoundGains attacked = gains(0.8f, -0.8f, 0.8f, 5f);

    assertThat(attacked.sound()).isTrue();
    assertThat(attacked.kept()).containsExactly(true, false, true, false);
    assertThat(attacked.totalGain()).isEqualTo(alone.totalGain());
    assertThat(attacked.paidGains().get(0)).isEqualTo(alone.paidGains().get(0));
    assertThat(attacked.paidGains().get(1)).isZero();
  }

  @Test
  void aRoundWithoutAGoodUnitChangesNothing() {
    RoundGains gains = gains(-0.1f, 0f, -3f);

    assertThat(gains.sound()).isTrue();
    assertThat(gains.kept()).containsOnly(false);
    assertThat(gains.improves()).isFalse();
  }

  @Test
  void everyMixOfUnitsGivesASoundResult() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      float[] updates = new float[1 + random.nextInt(16)];
      for (int i = 0; i < updates.length; i++) {
        updates[i] = (float) random.nextGaussian();
      }
      assertThat(gains(updates).sound()).isTrue();
    }
  }
}
