package io.peerz.devnet.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The least that a step costs: the table of growth is measured against it. */
class StepWorkTest {
  private static final BenchShape SHAPE = BenchShape.of("1b");

  private static StepWork work(int batch, int behind, int layers, int adapters) {
    return StepWork.of(SHAPE, Format.Q4, new Question(batch, behind, 1, layers, adapters));
  }

  @Test
  void aTokenReadsEveryWeightOnceAndMultipliesByIt() {
    StepWork one = work(1, 0, 16, 0);
    assertThat(one.macs()).isEqualTo((double) SHAPE.weightsPerToken());
    assertThat(one.bytes()).isEqualTo((double) (SHAPE.weightsPerToken() / 32 * 18));
  }

  @Test
  void aBatchReadsTheWeightsOnceAndMultipliesForEach() {
    assertThat(work(32, 0, 16, 0).bytes()).isEqualTo(work(1, 0, 16, 0).bytes());
    assertThat(work(32, 0, 16, 0).macs()).isEqualTo(32 * work(1, 0, 16, 0).macs());
  }

  @Test
  void aContextCostsItsKeysAndValues() {
    double more = work(1, 8192, 16, 0).bytes() - work(1, 0, 16, 0).bytes();
    assertThat(more).isEqualTo(8192.0 * 16 * 2 * 8 * 64 * 4);
    assertThat(work(1, 8192, 16, 0).macs() - work(1, 0, 16, 0).macs())
        .isEqualTo(8192.0 * 16 * 2 * 32 * 64);
  }

  @Test
  void anAdapterIsReadOncePerStepHoweverManyUseIt() {
    double one = work(8, 128, 16, 1).bytes() - work(8, 128, 16, 0).bytes();
    double eight = work(8, 128, 16, 8).bytes() - work(8, 128, 16, 0).bytes();
    assertThat(eight).isCloseTo(8 * one, within(1.0));
    assertThat(work(8, 128, 16, 8).macs()).isEqualTo(work(8, 128, 16, 1).macs());
  }

  @Test
  void theScarcerRateDecides() {
    StepWork work = new StepWork(100, 300);
    assertThat(work.leastSeconds(10, 100)).isEqualTo(10);
    assertThat(work.leastSeconds(100, 10)).isEqualTo(30);
  }
}
