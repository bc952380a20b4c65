package io.peerz.finetune.adapter;

import io.peerz.finetune.corpus.Zorv;
import io.peerz.finetune.data.Examples;
import io.peerz.finetune.data.UnitBatches;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.finetune.train.AdamW;
import io.peerz.finetune.train.LoraTrainer;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.file.Path;

/**
 * Trains the small adapter that {@link PeftParityTest} compares with: run it with the folder to
 * write to, then {@code src/test/python/peft_logits.py}.
 */
final class PeftFixture {
  private static final LoraConfig LORA = new LoraConfig(2, 4);
  private static final int STEPS = 12;
  private static final int ROWS = 4;
  private static final int TOKENS = 96;
  private static final double RATE = 1e-2;

  private PeftFixture() {}

  public static void main(String[] arguments) throws Exception {
    ModelFolder pebble = ModelFolder.open(Examples.PEBBLE);
    int layers = pebble.config().geometry().layers();
    try (BaseWeights base = BaseWeights.of(pebble.loadLayers(0, layers));
        TensorThread thread = new TensorThread()) {
      ParameterSet start = LORA.initial(base.config(), 1);
      LoraTrainer trainer = new LoraTrainer(base, LORA, start, AdamW.Settings.DEFAULT, layers);
      UnitBatches batches =
          new UnitBatches(
              Examples.of(Zorv.translations(1, 100)), Keccak.hash("fixture"), 0, 0, ROWS, TOKENS);
      for (int step = 0; step < STEPS; step++) {
        System.out.printf(
            "step %d, loss %.3f%n", step, thread.call(() -> trainer.step(batches.next(), RATE)));
      }
      AdapterLineage lineage =
          new AdapterLineage(
              pebble.manifest().modelId(), Keccak.hash("job"), 1, Digest.ZERO, Keccak.hash("root"));
      new PeftAdapter(LORA, trainer.adapter(), lineage)
          .write(Path.of(arguments[0]), pebble.manifest().name());
    }
  }
}
