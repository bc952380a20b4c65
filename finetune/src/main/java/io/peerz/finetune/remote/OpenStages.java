package io.peerz.finetune.remote;

import io.peerz.finetune.pipeline.TrainingStage;
import java.util.List;

/**
 * Sessions that are closed together.
 *
 * @param stages from the model's first layer to its last
 */
public record OpenStages(List<TrainingStage> stages) implements AutoCloseable {
  public OpenStages {
    stages = List.copyOf(stages);
  }

  /** Those of them on other machines. */
  List<RemoteStage> remote() {
    return stages.stream()
        .filter(RemoteStage.class::isInstance)
        .map(RemoteStage.class::cast)
        .toList();
  }

  @Override
  public void close() {
    remote().forEach(RemoteStage::close);
  }
}
