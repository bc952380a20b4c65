package io.peerz.proof.dispute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Keccak;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TraceChainTest {
  @Property
  void partsCoverTheStepsWithoutGapsAndNoneIsEmpty(
      @ForAll @IntRange(max = 10_000) int lo, @ForAll @IntRange(min = 1, max = 10_000) int width) {
    int hi = lo + width;
    int parts = TraceChain.parts(lo, hi);
    assertThat(TraceChain.boundary(lo, hi, 0)).isEqualTo(lo);
    assertThat(TraceChain.boundary(lo, hi, parts)).isEqualTo(hi);
    for (int part = 0; part < parts; part++) {
      assertThat(TraceChain.boundary(lo, hi, part + 1))
          .isGreaterThan(TraceChain.boundary(lo, hi, part));
    }
  }

  @Test
  void sixteenLayersAreNarrowedDownInTwoMoves() {
    int steps = TraceChain.steps(16, true);
    int afterOne = TraceChain.boundary(0, steps, 1);
    assertThat(afterOne).isLessThanOrEqualTo(16);
  }

  @Test
  void aDigestBindsEveryRootBeforeIt() {
    var start = TraceChain.start(Keccak.hash("input"));
    var one = TraceChain.next(start, Keccak.hash("a"));
    assertThat(TraceChain.next(one, Keccak.hash("b")))
        .isNotEqualTo(TraceChain.next(start, Keccak.hash("b")));
  }

  @Test
  void anEmptyRangeHasNoParts() {
    assertThatThrownBy(() -> TraceChain.parts(3, 3)).isInstanceOf(PeerzException.class);
  }

  @Test
  void sevenStepsOfALayerAreLinear() {
    Geometry g = new Geometry(2, 8, 2, 1, 4, 12, 32, 1, 0);
    long linear =
        IntStream.range(0, TraceChain.steps(2, true))
            .filter(step -> LinearStep.at(step, 2, g).isPresent())
            .count();
    assertThat(linear).isEqualTo(14);
    assertThat(LinearStep.at(13 + 8, 2, g).orElseThrow())
        .isEqualTo(new LinearStep(1, "mlp.gate_proj.weight", 12, 8));
  }
}
