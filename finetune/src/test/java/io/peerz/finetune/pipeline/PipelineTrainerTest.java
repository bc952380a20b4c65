package io.peerz.finetune.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.model.TinyLlama;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.stage.HiddenState;
import io.peerz.finetune.stage.StageInput;
import io.peerz.finetune.stage.Targets;
import io.peerz.finetune.stage.TokenIds;
import io.peerz.finetune.train.AdamW;
import io.peerz.finetune.train.LoraTrainer;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelineTrainerTest {
  private static final int LAYERS = TinyLlama.CONFIG.layers();
  private static final double RATE = 1e-2;

  private final List<BaseWeights> bases = new ArrayList<>();
  private final Batch batch = TinyLlama.batch(3, 9);

  @AfterEach
  void close() {
    bases.forEach(BaseWeights::close);
  }

  @Test
  void twoAndFourStagesStepTheBitsOfOneMachine() {
    LoraTrainer alone =
        new LoraTrainer(
            base(0, LAYERS), TinyLlama.LORA, TinyLlama.adapter(), AdamW.Settings.DEFAULT, LAYERS);
    PipelineTrainer two = trainer(stages(2));
    PipelineTrainer four = trainer(stages(1));

    for (int step = 0; step < 4; step++) {
      double loss = alone.step(batch, RATE);
      assertThat(two.step(batch, RATE)).isEqualTo(loss);
      assertThat(four.step(batch, RATE)).isEqualTo(loss);
    }

    assertThat(two.adapter()).usingRecursiveComparison().isEqualTo(alone.adapter());
    assertThat(four.adapter()).usingRecursiveComparison().isEqualTo(alone.adapter());
  }

  @Test
  void aStepThatFailsOnOneStageIsTakenBackOnTheOthers() {
    List<TrainingStage> healthy = stages(2);
    PipelineTrainer undisturbed = trainer(stages(2));
    undisturbed.step(batch, RATE);
    undisturbed.step(batch, RATE);
    FailsOnce second = new FailsOnce(healthy.get(1));
    PipelineTrainer trainer = trainer(List.of(healthy.get(0), second));
    trainer.step(batch, RATE);

    second.failsNext = true;
    assertThatThrownBy(() -> trainer.step(batch, RATE)).hasMessage("the stage vanished");
    assertThatThrownBy(trainer::adapter).isInstanceOf(PeerzException.class);
    trainer.step(batch, RATE);

    assertThat(trainer.adapter()).usingRecursiveComparison().isEqualTo(undisturbed.adapter());
  }

  @Test
  void anAnswerThatWasLostDoesNotStepTwice() {
    TrainingStage stage = stages(LAYERS).getFirst();
    stage.loss(0, TokenIds.of(batch), Targets.of(batch));
    stage.apply(0, 1, RATE);
    ParameterSet after = stage.adapter(1).copy();

    stage.apply(0, 1, RATE);

    assertThat(stage.adapter(1)).usingRecursiveComparison().isEqualTo(after);
  }

  @Test
  void aStageRefusesWhatDoesNotFitIt() {
    TrainingStage first = stages(2).getFirst();
    TrainingStage last = stages(2).getLast();
    HiddenState state = first.forward(0, TokenIds.of(batch));
    HiddenState narrow = new HiddenState(3, 9, 2, new float[3 * 9 * 2]);
    HiddenState shorter = new HiddenState(3, 8, state.dim(), new float[3 * 8 * state.dim()]);
    float[] broken = state.values().clone();
    broken[7] = Float.NaN;
    long[] ids = batch.inputs().clone();
    ids[3] = TinyLlama.CONFIG.vocabSize();

    assertRefused(() -> first.forward(0, state), "first layer takes tokens");
    assertRefused(() -> first.forward(0, new TokenIds(3, 9, ids)), "token 256");
    assertRefused(() -> last.forward(0, TokenIds.of(batch)), "first layer lies elsewhere");
    assertRefused(() -> last.forward(0, narrow), "width 2");
    assertRefused(() -> last.forward(0, state.with(broken)), "not a number");
    assertRefused(() -> first.backward(0, shorter), "another shape");
    assertRefused(() -> first.backward(0, state.with(broken)), "not a number");
    assertRefused(
        () -> first.loss(0, TokenIds.of(batch), Targets.of(batch)), "last layer lies elsewhere");
    assertRefused(() -> last.backward(0, state), "no forward pass");
    assertRefused(() -> first.apply(0, 1, RATE), "no gradients");
    assertRefused(() -> first.forward(1, TokenIds.of(batch)), "has taken 0 steps, not 1");
    assertRefused(() -> first.adapter(1), "has taken 0 steps, not 1");
  }

  @Test
  void numbersThatRunAwayAreTheRecipesFault() {
    ParameterSet runaway =
        LoraConfig.layersOf(TinyLlama.adapter(), 0, 2)
            .map(
                values -> {
                  float[] huge = new float[values.length];
                  Arrays.fill(huge, 1e30f);
                  return huge;
                });
    TrainingStage first = new HeldStage(base(0, 2), TinyLlama.LORA, 0, 2, 1, runaway);

    assertThatThrownBy(() -> first.forward(0, TokenIds.of(batch))).isInstanceOf(Diverged.class);
  }

  @Test
  void stagesThatDoNotFollowOneAnotherAreRefused() {
    List<TrainingStage> stages = stages(2);

    assertThatThrownBy(() -> trainer(stages.reversed()))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("no stage begins at layer 0");
  }

  private static void assertRefused(ThrowingCallable call, String why) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .hasMessageContaining(why);
  }

  private static PipelineTrainer trainer(List<TrainingStage> stages) {
    return new PipelineTrainer(stages, TinyLlama.adapter());
  }

  private List<TrainingStage> stages(int layersEach) {
    List<TrainingStage> stages = new ArrayList<>();
    for (int start = 0; start < LAYERS; start += layersEach) {
      int end = start + layersEach;
      ParameterSet part = LoraConfig.layersOf(TinyLlama.adapter(), start, end);
      stages.add(new HeldStage(base(start, end), TinyLlama.LORA, start, end, 1, part));
    }
    return stages;
  }

  private BaseWeights base(int layerStart, int layerEnd) {
    BaseWeights base = ModelParts.base(TinyLlama.CONFIG, TinyLlama.weights(), layerStart, layerEnd);
    bases.add(base);
    return base;
  }

  /** Vanishes just before it takes a step, and is there again. */
  private static final class FailsOnce implements TrainingStage {
    private final TrainingStage stage;
    private boolean failsNext;

    FailsOnce(TrainingStage stage) {
      this.stage = stage;
    }

    @Override
    public int layerStart() {
      return stage.layerStart();
    }

    @Override
    public int layerEnd() {
      return stage.layerEnd();
    }

    @Override
    public HiddenState forward(int step, StageInput input) {
      return stage.forward(step, input);
    }

    @Override
    public StageLoss loss(int step, StageInput input, Targets targets) {
      return stage.loss(step, input, targets);
    }

    @Override
    public StageBackward backward(int step, HiddenState outputGradient) {
      return stage.backward(step, outputGradient);
    }

    @Override
    public void apply(int step, float clip, double learningRate) {
      if (failsNext) {
        failsNext = false;
        throw new PeerzException(ErrorCode.PEER_UNREACHABLE, "the stage vanished");
      }
      stage.apply(step, clip, learningRate);
    }

    @Override
    public ParameterSet adapter(int steps) {
      return stage.adapter(steps);
    }
  }
}
