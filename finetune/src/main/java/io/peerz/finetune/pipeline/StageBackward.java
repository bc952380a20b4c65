package io.peerz.finetune.pipeline;

import io.peerz.finetune.stage.HiddenState;
import java.util.List;
import java.util.Optional;

/**
 * What a stage tells of a backward pass.
 *
 * @param input gradient of the stage's input; nobody needs the first stage's
 * @param squares sum of the squares of each adapter parameter's gradient, in the order of {@link
 *     io.peerz.finetune.model.LoraConfig#names}
 */
public record StageBackward(Optional<HiddenState> input, List<Double> squares) {
  public StageBackward {
    squares = List.copyOf(squares);
  }
}
