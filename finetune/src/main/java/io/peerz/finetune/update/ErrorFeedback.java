package io.peerz.finetune.update;

/**
 * What quantisation left out is added to the next round's update, so nothing a node learned is
 * lost, only late. One per node and job; a node that restarts begins with an empty one.
 */
public final class ErrorFeedback {
  private final float decay;
  private final float[] residual;

  /** Keeps {@code decay}, 0 to 1, of the residual from round to round. */
  public ErrorFeedback(int elements, double decay) {
    if (!(decay >= 0 && decay <= 1)) {
      throw new IllegalArgumentException("the decay of the error feedback lies in 0..1");
    }
    this.decay = (float) decay;
    this.residual = new float[elements];
  }

  /** {@code update} with the residual on top: this is what to encode. */
  public float[] compensate(float[] update) {
    float[] compensated = new float[residual.length];
    for (int i = 0; i < compensated.length; i++) {
      compensated[i] = update[i] + decay * residual[i];
    }
    return compensated;
  }

  /** Remembers what {@code sent}, the decoded blob of {@code compensated}, lacks. */
  public void remember(float[] compensated, float[] sent) {
    for (int i = 0; i < residual.length; i++) {
      residual[i] = compensated[i] - sent[i];
    }
  }
}
