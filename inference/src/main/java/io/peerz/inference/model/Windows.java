package io.peerz.inference.model;

import static io.peerz.proof.error.ErrorCode.BAD_CHECKPOINT;

import io.peerz.proof.error.Require;
import java.util.List;

/**
 * How far back each layer attends.
 *
 * @param ofLayers positions that a layer sees, its own included; {@link #ALL} without a window;
 *     empty when no layer has one
 * @param localRopeTheta rotary base of the layers with a window; 0 when it is the model's own
 */
public record Windows(List<Integer> ofLayers, double localRopeTheta) {
  public static final int ALL = Integer.MAX_VALUE;
  public static final Windows NONE = new Windows(List.of(), 0);

  public Windows {
    ofLayers = List.copyOf(ofLayers);
    ofLayers.forEach(w -> Require.range(BAD_CHECKPOINT, "sliding_window", w, 1, ALL));
    Require.that(
        localRopeTheta == 0 || (localRopeTheta >= 1 && localRopeTheta < 1e12),
        BAD_CHECKPOINT,
        "the rotary base of sliding layers must lie in [1, 1e12)");
  }

  public int of(int layer) {
    return ofLayers.isEmpty() ? ALL : ofLayers.get(layer);
  }

  /** Whether a layer turns its heads by frequencies of its own. */
  public boolean hasLocalRope(int layer) {
    return localRopeTheta != 0 && of(layer) != ALL;
  }
}
