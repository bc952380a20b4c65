package io.peerz.finetune.pipeline;

import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.stage.HiddenState;
import io.peerz.finetune.stage.LayerStack;
import io.peerz.finetune.stage.LossGradients;
import io.peerz.finetune.stage.StageGradients;
import io.peerz.finetune.stage.StageInput;
import io.peerz.finetune.stage.Targets;
import io.peerz.finetune.train.AdamW;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A layer range that this machine holds. The step before the last is kept until the next one
 * begins, so that a step which failed elsewhere can be taken back here. Runs on the tensor thread.
 */
public final class HeldStage implements TrainingStage {
  private final int layerStart;
  private final int layerEnd;
  private final List<String> names;
  private final LayerStack layers;
  private final StageChecks checks;
  private AdamW optimizer;
  private Optional<Taken> last = Optional.empty();
  private Optional<List<HiddenState>> states = Optional.empty();
  private Optional<Map<String, float[]>> gradients = Optional.empty();

  /** How a step was taken, and what it was taken from. */
  private record Taken(float clip, double learningRate, AdamW before) {}

  /**
   * Begins at {@code start}, this range's part of the adapter, which is the stage's from then on.
   *
   * @param layersPerPiece layers recomputed at a time; changes memory only
   */
  public HeldStage(
      BaseWeights base,
      LoraConfig lora,
      int layerStart,
      int layerEnd,
      int layersPerPiece,
      ParameterSet start) {
    this.layerStart = layerStart;
    this.layerEnd = layerEnd;
    this.names = LoraConfig.names(layerStart, layerEnd);
    this.layers = new LayerStack(base, lora, layerStart, layerEnd, layersPerPiece);
    this.checks = new StageChecks(base.config(), layerStart, layerEnd);
    this.optimizer = new AdamW(AdamW.Settings.DEFAULT, start);
  }

  @Override
  public int layerStart() {
    return layerStart;
  }

  @Override
  public int layerEnd() {
    return layerEnd;
  }

  @Override
  public HiddenState forward(int step, StageInput input) {
    checks.input(input);
    begin(step);
    List<HiddenState> computed = layers.forward(optimizer.parameters(), input);
    requireFinite(computed.getLast());
    states = Optional.of(computed);
    return computed.getLast();
  }

  @Override
  public StageLoss loss(int step, StageInput input, Targets targets) {
    checks.input(input);
    checks.targets(input, targets);
    begin(step);
    LossGradients computed = layers.loss(optimizer.parameters(), input, targets);
    return new StageLoss(computed.loss(), held(computed.gradients()));
  }

  @Override
  public StageBackward backward(int step, HiddenState outputGradient) {
    List<HiddenState> kept =
        states.orElseThrow(() -> out("has no forward pass to go back through"));
    Require.that(step == optimizer.steps(), ErrorCode.BAD_REQUEST, "wrong step " + step);
    checks.outputGradient(kept.getLast(), outputGradient);
    return held(layers.backward(optimizer.parameters(), kept, outputGradient));
  }

  @Override
  public void apply(int step, float clip, double learningRate) {
    if (step == optimizer.steps() - 1 && isLast(clip, learningRate)) {
      return; // the answer was lost, not the step
    }
    requireAt(step);
    Map<String, float[]> byName = gradients.orElseThrow(() -> out("holds no gradients to apply"));
    AdamW before = optimizer.copy();
    optimizer.step(
        optimizer.parameters().all().stream().map(p -> byName.get(p.name())).toList(),
        clip,
        learningRate);
    last = Optional.of(new Taken(clip, learningRate, before));
    drop();
  }

  @Override
  public ParameterSet adapter(int steps) {
    requireAt(steps);
    return optimizer.parameters();
  }

  private boolean isLast(float clip, double learningRate) {
    return last.filter(t -> t.clip() == clip && t.learningRate() == learningRate).isPresent();
  }

  /** What an earlier attempt at a step left is dropped, or taken back if it came to its end. */
  private void begin(int step) {
    if (step == optimizer.steps() - 1 && last.isPresent()) {
      optimizer = last.orElseThrow().before();
      last = Optional.empty();
    }
    requireAt(step);
    drop();
  }

  private void requireAt(int step) {
    if (step != optimizer.steps()) {
      throw out("has taken %d steps, not %d".formatted(optimizer.steps(), step));
    }
  }

  private void drop() {
    states = Optional.empty();
    gradients = Optional.empty();
  }

  private StageBackward held(StageGradients computed) {
    List<Double> squares =
        names.stream().map(name -> AdamW.squares(computed.adapter().get(name))).toList();
    if (!squares.stream().allMatch(Double::isFinite)) {
      throw diverged();
    }
    if (layerStart > 0) {
      requireFinite(computed.input());
    }
    gradients = Optional.of(computed.adapter());
    return new StageBackward(
        layerStart > 0 ? Optional.of(computed.input()) : Optional.empty(), squares);
  }

  private void requireFinite(HiddenState state) {
    if (!StageChecks.isFinite(state.values())) {
      throw diverged();
    }
  }

  private Diverged diverged() {
    return new Diverged(layerStart, layerEnd);
  }

  private PeerzException out(String what) {
    return new PeerzException(
        ErrorCode.BAD_REQUEST,
        "the stage of layers %d to %d %s; train the unit from its start"
            .formatted(layerStart, layerEnd, what));
  }
}
