package io.peerz.finetune.train;

import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.util.List;

/**
 * AdamW (arXiv 1711.05101) in plain Java floats and a fixed order, so that two engines which agree
 * on the gradients take the same step. Gradients are first clipped to a global norm. Not for more
 * than one thread.
 */
public final class AdamW {
  /**
   * What does not change during a run.
   *
   * @param beta1 decay of the mean
   * @param beta2 decay of the mean square
   * @param epsilon added to the root of the mean square
   * @param weightDecay of matrices, per step and unit of learning rate; vectors do not decay
   * @param clipNorm largest norm of all gradients together
   */
  public record Settings(
      double beta1, double beta2, double epsilon, double weightDecay, double clipNorm) {
    public static final Settings DEFAULT = new Settings(0.9, 0.95, 1e-8, 0.01, 1.0);

    /** What all gradients are multiplied by, given the sum of their squares. */
    public float clip(double sumOfSquares) {
      Require.that(
          Double.isFinite(sumOfSquares),
          ErrorCode.BAD_REQUEST,
          "the gradient is not finite: lower the learning rate");
      return (float) Math.min(1, clipNorm / (Math.sqrt(sumOfSquares) + 1e-12));
    }
  }

  private final Settings settings;
  private final ParameterSet parameters;
  private final ParameterSet mean;
  private final ParameterSet meanSquare;
  private int step;

  /** Steps {@code parameters} in place. */
  public AdamW(Settings settings, ParameterSet parameters) {
    this.settings = settings;
    this.parameters = parameters;
    this.mean = parameters.zeros();
    this.meanSquare = parameters.zeros();
  }

  private AdamW(AdamW other) {
    this.settings = other.settings;
    this.parameters = other.parameters.copy();
    this.mean = other.mean.copy();
    this.meanSquare = other.meanSquare.copy();
    this.step = other.step;
  }

  /** An optimiser as far as this one, over copies of the parameters. */
  public AdamW copy() {
    return new AdamW(this);
  }

  /** What is stepped. */
  public ParameterSet parameters() {
    return parameters;
  }

  /** Steps taken so far. */
  public int steps() {
    return step;
  }

  /**
   * Sum of the squares of one parameter's gradient. The norm is the root of these sums added up in
   * the order of the parameters, so it is the same wherever each of them was computed.
   */
  public static double squares(float[] gradient) {
    double sum = 0;
    for (float value : gradient) {
      sum += (double) value * value;
    }
    return sum;
  }

  /** One step down {@code gradients}, which have the layout of the parameters. */
  public void step(List<float[]> gradients, double learningRate) {
    double sum = 0;
    for (float[] gradient : gradients) {
      sum += squares(gradient);
    }
    step(gradients, settings.clip(sum), learningRate);
  }

  /** As {@link #step(List, double)}, with a clip that others computed from all gradients. */
  public void step(List<float[]> gradients, float clip, double learningRate) {
    step++;
    List<Parameter> all = parameters.all();
    for (int i = 0; i < all.size(); i++) {
      Parameter parameter = all.get(i);
      double decay = parameter.shape().length > 1 ? learningRate * settings.weightDecay() : 0;
      String name = parameter.name();
      update(
          parameter.values(),
          mean.get(name).values(),
          meanSquare.get(name).values(),
          gradients.get(i),
          clip,
          (float) (1 - decay),
          learningRate);
    }
  }

  private void update(
      float[] w, float[] m, float[] v, float[] g, float clip, float keep, double learningRate) {
    float b1 = (float) settings.beta1();
    float b2 = (float) settings.beta2();
    float stepSize = (float) (learningRate / (1 - Math.pow(settings.beta1(), step)));
    float unbias = (float) (1 / Math.sqrt(1 - Math.pow(settings.beta2(), step)));
    float epsilon = (float) settings.epsilon();
    for (int i = 0; i < w.length; i++) {
      float gradient = g[i] * clip;
      m[i] = b1 * m[i] + (1 - b1) * gradient;
      v[i] = b2 * v[i] + (1 - b2) * gradient * gradient;
      w[i] = w[i] * keep - stepSize * m[i] / ((float) Math.sqrt(v[i]) * unbias + epsilon);
    }
  }
}
