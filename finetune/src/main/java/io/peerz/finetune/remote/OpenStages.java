package io.peerz.finetune.remote;

import java.util.List;

/**
 * Sessions that are closed together.
 *
 * @param stages from the model's first layer to its last
 */
public record OpenStages(List<RemoteStage> stages) implements AutoCloseable {
  public OpenStages {
    stages = List.copyOf(stages);
  }

  @Override
  public void close() {
    stages.forEach(RemoteStage::close);
  }
}
