package io.peerz.finetune.pipeline;

/** A recipe's numbers ran away in some layers: the fault of the recipe, not of a machine. */
public final class Diverged extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Diverged(int layerStart, int layerEnd) {
    super(
        "the numbers after layers %d to %d are not finite: lower the learning rate"
            .formatted(layerStart, layerEnd));
  }
}
