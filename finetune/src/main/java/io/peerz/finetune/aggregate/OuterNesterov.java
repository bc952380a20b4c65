package io.peerz.finetune.aggregate;

/**
 * DiLoCo's outer step (arXiv 2311.08105): stochastic gradient descent with Nesterov momentum on the
 * round's merged update, which takes the place of a negative gradient. The velocity is part of a
 * job's state: every node must carry the same.
 *
 * @param learningRate outer rate
 * @param momentum share of the velocity that stays from round to round
 */
public record OuterNesterov(double learningRate, double momentum) {
  public static final OuterNesterov DEFAULT = new OuterNesterov(0.7, 0.5);

  public OuterNesterov {
    if (!(learningRate > 0 && learningRate <= 2) || !(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "outer rate %s must lie in (0, 2], momentum %s in [0, 1)"
              .formatted(learningRate, momentum));
    }
  }

  /** Moves {@code parameters} along {@code update} in place, and {@code velocity} with them. */
  public void step(float[] parameters, float[] velocity, float[] update) {
    for (int i = 0; i < parameters.length; i++) {
      double next = momentum * velocity[i] + update[i];
      velocity[i] = (float) next;
      parameters[i] = (float) (parameters[i] + learningRate * (update[i] + momentum * next));
    }
  }
}
