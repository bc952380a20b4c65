package io.peerz.finetune.pipeline;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.stage.HiddenState;
import io.peerz.finetune.stage.StageInput;
import io.peerz.finetune.stage.Targets;
import io.peerz.finetune.stage.TokenIds;
import io.peerz.finetune.train.AdamW;
import io.peerz.finetune.train.StepTrainer;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Steps an adapter through stages that together hold a whole model. The stages keep what they are
 * given until all of them have a gradient; only then each takes the step. If one fails, the step is
 * not counted and the next attempt at it makes the others take it back. Use it from one thread.
 */
public final class PipelineTrainer implements StepTrainer {
  private final List<TrainingStage> stages;
  private final ParameterSet start;
  private int step;

  /**
   * Trains from {@code start}, whose parts the stages already have.
   *
   * @param stages in the order of their layers, each beginning where the one before ends
   */
  public PipelineTrainer(List<TrainingStage> stages, ParameterSet start) {
    requireChain(stages);
    this.stages = List.copyOf(stages);
    this.start = start;
  }

  private static void requireChain(List<TrainingStage> stages) {
    int layer = 0;
    for (TrainingStage stage : stages) {
      if (stage.layerStart() != layer) {
        throw new PeerzException(
            ErrorCode.BAD_CONFIG,
            "no stage begins at layer %d: the next one has layers %d to %d"
                .formatted(layer, stage.layerStart(), stage.layerEnd()));
      }
      layer = stage.layerEnd();
    }
  }

  @Override
  public double step(Batch batch, double learningRate) {
    try {
      return taken(batch, learningRate);
    } catch (Diverged e) {
      throw new PeerzException(ErrorCode.BAD_REQUEST, e.getMessage(), e);
    }
  }

  private double taken(Batch batch, double learningRate) {
    StageInput state = TokenIds.of(batch);
    for (TrainingStage stage : stages.subList(0, stages.size() - 1)) {
      state = stage.forward(step, state);
    }
    StageLoss top = stages.getLast().loss(step, state, Targets.of(batch));
    float clip = AdamW.Settings.DEFAULT.clip(sumOfSquares(backward(top.backward())));
    for (TrainingStage stage : stages) {
      stage.apply(step, clip, learningRate);
    }
    step++;
    return top.loss();
  }

  /** Each stage's squares, from the first stage to the last. */
  private List<List<Double>> backward(StageBackward top) {
    List<List<Double>> squares = new ArrayList<>();
    squares.add(top.squares());
    Optional<HiddenState> gradient = top.input();
    for (TrainingStage stage : stages.subList(0, stages.size() - 1).reversed()) {
      StageBackward below = stage.backward(step, gradient.orElseThrow());
      squares.addFirst(below.squares());
      gradient = below.input();
    }
    return squares;
  }

  /** Added up in the order of the adapter, as one machine would. */
  private double sumOfSquares(List<List<Double>> byStage) {
    Map<String, Double> byName = new HashMap<>();
    for (int i = 0; i < stages.size(); i++) {
      List<String> names = LoraConfig.names(stages.get(i).layerStart(), stages.get(i).layerEnd());
      for (int n = 0; n < names.size(); n++) {
        byName.put(names.get(n), byStage.get(i).get(n));
      }
    }
    double sum = 0;
    for (Parameter parameter : start.all()) {
      sum += byName.get(parameter.name());
    }
    return sum;
  }

  @Override
  public ParameterSet adapter() {
    Map<String, Parameter> byName = new HashMap<>();
    for (TrainingStage stage : stages) {
      stage.adapter(step).all().forEach(p -> byName.put(p.name(), p));
    }
    return new ParameterSet(start.all().stream().map(p -> byName.get(p.name())).toList());
  }
}
