package io.peerz.finetune.train;

import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
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

  /** One step down {@code gradients}, which have the layout of the parameters. */
  public void step(List<float[]> gradients, double learningRate) {
    step++;
    float clip = (float) Math.min(1, settings.clipNorm() / (norm(gradients) + 1e-12));
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

  private static double norm(List<float[]> gradients) {
    double sum = 0;
    for (float[] gradient : gradients) {
      for (float value : gradient) {
        sum += (double) value * value;
      }
    }
    if (!Double.isFinite(sum)) {
      throw new ArithmeticException("the gradient is not finite: lower the learning rate");
    }
    return Math.sqrt(sum);
  }
}
