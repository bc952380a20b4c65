package io.peerz.inference.session;

import java.util.ArrayList;
import java.util.List;

/**
 * All that went into one hop, in few large steps, so that another node can be brought up to date.
 */
final class HopHistory {
  private final int stepPositions;
  private final List<StepInput> steps = new ArrayList<>();

  /**
   * @param stepPositions positions that a step may have
   */
  HopHistory(int stepPositions) {
    this.stepPositions = stepPositions;
  }

  void add(StepInput input) {
    if (!steps.isEmpty() && steps.getLast().positions() + input.positions() <= stepPositions) {
      steps.set(steps.size() - 1, steps.getLast().then(input));
    } else {
      steps.add(input);
    }
  }

  List<StepInput> steps() {
    return List.copyOf(steps);
  }
}
