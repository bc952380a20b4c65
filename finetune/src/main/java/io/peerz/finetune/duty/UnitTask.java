package io.peerz.finetune.duty;

import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.proof.id.Digest;
import java.util.List;

/**
 * Everything that decides what one unit trains.
 *
 * @param start the round's adapter; not to be written
 * @param examples of the unit's slices
 * @param dataShard seed of the unit's batches
 */
public record UnitTask(
    Recipe recipe,
    ParameterSet start,
    List<TokenizedExample> examples,
    Digest dataShard,
    int round,
    int unit) {
  public UnitTask {
    examples = List.copyOf(examples);
  }
}
