package io.peerz.proof.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.PeerzException;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class MacFormulaProperties {
  @Property
  void costIsAdditiveOverChunksOfTokens(
      @ForAll("geometries") Geometry g,
      @ForAll @IntRange(max = 100_000) int posStart,
      @ForAll @IntRange(max = 4096) int first,
      @ForAll @IntRange(max = 4096) int second,
      @ForAll boolean withHead) {
    assertThat(
            MacFormula.forward(g, 0, g.layers(), posStart, first, withHead)
                + MacFormula.forward(g, 0, g.layers(), posStart + first, second, withHead))
        .isEqualTo(MacFormula.forward(g, 0, g.layers(), posStart, first + second, withHead));
  }

  @Property
  void costIsAdditiveOverLayers(
      @ForAll("geometries") Geometry g,
      @ForAll @IntRange(max = 63) int cut,
      @ForAll @IntRange(max = 100_000) int posStart,
      @ForAll @IntRange(max = 4096) int tokens) {
    int middle = cut % (g.layers() + 1);
    assertThat(
            MacFormula.forward(g, 0, middle, posStart, tokens, false)
                + MacFormula.forward(g, middle, g.layers(), posStart, tokens, true))
        .isEqualTo(MacFormula.forward(g, 0, g.layers(), posStart, tokens, true));
  }

  @Property
  void trainingCostIsAdditiveOverLayers(
      @ForAll("geometries") Geometry g,
      @ForAll @IntRange(max = 63) int cut,
      @ForAll @IntRange(max = 0x7f) int targets) {
    int middle = cut % g.layers();
    assertThat(
            MacFormula.lora(g, 0, middle, 2, 64, 3, 8, targets)
                + MacFormula.lora(g, middle, g.layers(), 2, 64, 3, 8, targets))
        .isEqualTo(MacFormula.lora(g, 2, 64, 3, 8, targets));
  }

  @Property
  void trainingCostIsAdditiveOverSequencesAndSteps(
      @ForAll("geometries") Geometry g,
      @ForAll @IntRange(min = 1, max = 8) int seqs,
      @ForAll @IntRange(min = 1, max = 8) int steps,
      @ForAll @IntRange(max = 0x7f) int targets) {
    assertThat(MacFormula.lora(g, seqs, 64, steps, 8, targets))
        .isEqualTo((long) seqs * steps * MacFormula.lora(g, 1, 64, 1, 8, targets));
  }

  @Property
  void everyTargetAddsToTrainingCost(
      @ForAll("geometries") Geometry g, @ForAll @IntRange(max = 6) int bit) {
    assertThat(MacFormula.lora(g, 1, 16, 1, 4, 1 << bit))
        .isGreaterThan(MacFormula.lora(g, 1, 16, 1, 4, 0));
  }

  @Property
  void cuttingWorkIntoChunksNeverChangesThePrice(
      @ForAll @LongRange(max = 1L << 50) long first,
      @ForAll @LongRange(max = 1L << 50) long second,
      @ForAll @LongRange(max = 1L << 60) long pricePerGcuWei) {
    BigInteger price = BigInteger.valueOf(pricePerGcuWei);
    BigInteger middle = BigInteger.valueOf(first);
    BigInteger end = middle.add(BigInteger.valueOf(second));
    assertThat(
            Price.chunkWei(BigInteger.ZERO, middle, price).add(Price.chunkWei(middle, end, price)))
        .isEqualTo(Price.amountWei(end, price));
  }

  @Example
  void aCostBeyondSixtyThreeBitsIsRefusedAndNotWrapped() {
    int huge = Integer.MAX_VALUE;
    Geometry g = new Geometry(0xffff, huge, 0xffff, 1, 0xffff, huge, huge, 0, 0);
    assertThatThrownBy(() -> MacFormula.forward(g, 0, 0xffff, huge, huge, true))
        .isInstanceOf(PeerzException.class);
    assertThatThrownBy(() -> MacFormula.lora(g, huge, huge, huge, 0xffff, 0x7f))
        .isInstanceOf(PeerzException.class);
  }

  @Example
  void headsThatDoNotShareKeysEvenlyAreRefused() {
    assertThatThrownBy(() -> new Geometry(1, 8, 3, 2, 4, 8, 8, 0, 0))
        .isInstanceOf(PeerzException.class);
  }

  @Example
  void layersBeyondTheModelAreRefused() {
    Geometry g = new Geometry(4, 8, 2, 1, 4, 8, 8, 0, 0);
    assertThatThrownBy(() -> MacFormula.forward(g, 0, 5, 0, 1, false))
        .isInstanceOf(PeerzException.class);
    assertThatThrownBy(() -> MacFormula.forward(g, 3, 2, 0, 1, false))
        .isInstanceOf(PeerzException.class);
    assertThatThrownBy(() -> MacFormula.forward(g, 0, 4, -1, 1, false))
        .isInstanceOf(PeerzException.class);
  }

  @Provide
  Arbitrary<Geometry> geometries() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 64),
            Arbitraries.integers().between(1, 8192),
            Arbitraries.integers().between(1, 16),
            Arbitraries.integers().between(1, 8),
            Arbitraries.integers().between(1, 256),
            Arbitraries.integers().between(1, 30_000),
            Arbitraries.integers().between(1, 200_000))
        .as((l, d, kv, group, hd, ff, v) -> new Geometry(l, d, kv * group, kv, hd, ff, v, 0, 0));
  }
}
