package io.peerz.inference.model;

/** How rotary frequencies are stretched for contexts longer than those first trained on. */
public sealed interface RopeScaling {
  /** The stretched frequency of one pair of elements. */
  double scaled(double frequency);

  /**
   * Turns of each of the headDim / 2 pairs of elements per position, in radians: theta^(-2i /
   * headDim), stretched. Float32, as in the programs that trained the models.
   */
  default float[] frequencies(double theta, int headDim) {
    float[] frequencies = new float[headDim / 2];
    for (int i = 0; i < frequencies.length; i++) {
      double exponent = 2.0 * i / headDim;
      frequencies[i] = (float) scaled(1.0 / StrictMath.pow(theta, exponent));
    }
    return frequencies;
  }

  /** Frequencies as they are. */
  record None() implements RopeScaling {
    @Override
    public double scaled(double frequency) {
      return frequency;
    }
  }

  /** Every frequency divided by one factor. */
  record Linear(double factor) implements RopeScaling {
    @Override
    public double scaled(double frequency) {
      return frequency / factor;
    }
  }

  /** The "llama3" rule: low frequencies divided, high ones kept, a smooth band between. */
  record Llama3(double factor, double lowFreqFactor, double highFreqFactor, int originalPositions)
      implements RopeScaling {
    @Override
    public double scaled(double frequency) {
      double wavelength = 2 * Math.PI / frequency;
      double turns = originalPositions / wavelength;
      if (turns < lowFreqFactor) {
        return frequency / factor;
      }
      if (turns > highFreqFactor) {
        return frequency;
      }
      double smooth = (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
      return (1 - smooth) * frequency / factor + smooth * frequency;
    }
  }
}
