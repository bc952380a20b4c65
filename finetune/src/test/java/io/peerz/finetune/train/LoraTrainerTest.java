package io.peerz.finetune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.model.LlamaStage;
import io.peerz.finetune.model.NextTokenLoss;
import io.peerz.finetune.model.StageWeights;
import io.peerz.finetune.model.Tensors;
import io.peerz.finetune.model.TinyLlama;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.Scope;
import io.peerz.finetune.tensor.Tensor;
import io.peerz.finetune.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoraTrainerTest {
  private static BaseWeights base;

  @BeforeAll
  static void load() {
    base = new BaseWeights(TinyLlama.CONFIG, TinyLlama.weights());
  }

  @AfterAll
  static void unload() {
    base.close();
  }

  @Test
  void twoAndFourStagesGiveTheBitsOfOne() {
    Batch batch = TinyLlama.batch(3, 9);
    Gradients one = trainer(4).gradients(batch);

    for (int layersPerStage : new int[] {2, 1}) {
      Gradients cut = trainer(layersPerStage).gradients(batch);
      assertThat(cut.loss()).isEqualTo(one.loss());
      assertThat(cut.parameters()).usingRecursiveComparison().isEqualTo(one.parameters());
    }
  }

  @Test
  void recomputingStagesGiveTheGradientsOfOneGraph() {
    Batch batch = TinyLlama.batch(3, 9);
    Gradients stages = trainer(1).gradients(batch);
    Gradients graph = oneGraph(batch);

    assertThat(stages.loss()).isCloseTo(graph.loss(), within(1e-6));
    assertThat(stages.parameters()).usingRecursiveComparison().isEqualTo(graph.parameters());
  }

  @Test
  void stepsLowerTheLossAndLeaveNothingBehind() {
    Batch batch = TinyLlama.batch(4, 12);
    LoraTrainer trainer = trainer(2);
    double before = trainer.step(batch, 1e-2);
    int arrays = Torch.liveArrays();

    for (int step = 0; step < 50; step++) {
      trainer.step(batch, 1e-2);
    }

    assertThat(trainer.loss(batch)).isLessThan(before - 0.3);
    assertThat(Torch.liveArrays()).isEqualTo(arrays);
  }

  private static LoraTrainer trainer(int layersPerStage) {
    return new LoraTrainer(
        base, TinyLlama.LORA, TinyLlama.adapter(), AdamW.Settings.DEFAULT, layersPerStage);
  }

  private static Gradients oneGraph(Batch batch) {
    ParameterSet weights = TinyLlama.weights();
    return Torch.withGradient(
        () -> {
          try (Scope _ = new Scope()) {
            Map<String, Tensor> leaves = Tensors.of(TinyLlama.adapter());
            leaves.values().forEach(Tensor::requireGradient);
            StageWeights all =
                new StageWeights(Tensors.of(weights), leaves, TinyLlama.LORA.scale());
            LlamaStage stage = LlamaStage.whole(TinyLlama.CONFIG, all);
            Tensor logits =
                stage
                    .logits(stage.blocks(stage.embed(batch.inputTensor())))
                    .reshape((long) batch.rows() * batch.tokens(), TinyLlama.CONFIG.vocabSize());
            Tensor loss = NextTokenLoss.weighted(logits, batch.targetTensor(), batch.shareTensor());
            loss.backward();
            List<float[]> gradients = new ArrayList<>();
            leaves.values().forEach(leaf -> gradients.add(leaf.gradient()));
            return new Gradients(loss.toFloats()[0], gradients);
          }
        });
  }
}
