package io.peerz.inference.engine.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every lane's exponential is StrictMath's, rounded once. */
class ExponentialTest {
  private static final int LENGTH = 1027;

  private static void check(float[] arguments) {
    float[] actual = arguments.clone();
    Exponential.exponentials(actual, 0, actual.length, 0);
    for (int i = 0; i < arguments.length; i++) {
      assertThat(Float.floatToIntBits(actual[i]))
          .as("exp(%s)", arguments[i])
          .isEqualTo(Float.floatToIntBits(Canon.exp(arguments[i])));
    }
  }

  @Test
  void anyBitsOfAFloatGiveTheReferencesResult() {
    SplittableRandom random = new SplittableRandom(9);
    float[] arguments = new float[LENGTH];
    for (int round = 0; round < 300; round++) {
      for (int i = 0; i < LENGTH; i++) {
        arguments[i] = Float.intBitsToFloat(random.nextInt());
      }
      check(arguments);
    }
  }

  @Test
  void argumentsAsAttentionAndGatesHaveThemGiveTheReferencesResult() {
    SplittableRandom random = new SplittableRandom(10);
    float[] arguments = new float[LENGTH];
    for (int round = 0; round < 500; round++) {
      for (int i = 0; i < LENGTH; i++) {
        arguments[i] = (float) random.nextDouble(-110, 90);
      }
      check(arguments);
    }
  }

  @Test
  void argumentsAroundTheReferencesBranchesGiveItsResult() {
    double[] bounds = {0, 0x1p-28, 0.5 * Math.log(2), 1.5 * Math.log(2), 88.72, 103.97, 200, 709.8};
    float[] arguments = new float[2 * 64 * bounds.length];
    int at = 0;
    for (double bound : bounds) {
      float value = (float) bound;
      for (int i = 0; i < 32; i++) {
        value = Math.nextDown(value);
      }
      for (int i = 0; i < 64; i++) {
        arguments[at++] = value;
        arguments[at++] = -value;
        value = Math.nextUp(value);
      }
    }
    check(arguments);
  }

  @Test
  void aGateOnVectorsIsTheGateOfOneElement() {
    SplittableRandom random = new SplittableRandom(11);
    float[] gate = new float[LENGTH];
    float[] up = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      gate[i] = (float) random.nextDouble(-150, 150);
      up[i] = (float) random.nextDouble(-3, 3);
    }
    float[] expected = gate.clone();
    new ScalarKernels().gate(expected, up, 5, LENGTH);
    new VectorKernels().gate(gate, up, 5, LENGTH);
    assertThat(gate).isEqualTo(expected);
    assertThat(Arrays.copyOf(gate, 5)).isEqualTo(Arrays.copyOf(expected, 5));
  }
}
