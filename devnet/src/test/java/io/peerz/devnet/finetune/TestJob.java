package io.peerz.devnet.finetune;

import io.peerz.devnet.network.DevParameters;
import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.ExampleEncoder;
import io.peerz.finetune.data.TrainingExample;
import io.peerz.finetune.job.JobBundle;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.model.LlamaCheckpoint;
import io.peerz.finetune.update.UpdateEncoding;
import io.peerz.inference.text.ChatMessage;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.ledger.finetune.JobDeadlines;
import io.peerz.ledger.finetune.JobOffer;
import io.peerz.ledger.finetune.JobPrices;
import io.peerz.ledger.finetune.UnitWork;
import io.peerz.proof.id.Keccak;
import java.util.List;

/** A small job for the shipped model: a few sentences of an invented language. */
final class TestJob {
  static final int KAPPA_MILLI = 2_000;
  private static final int ALL_TARGETS = 0x7f;

  static final Recipe RECIPE =
      new Recipe(
          4,
          8,
          ALL_TARGETS,
          6,
          4,
          80,
          1e-2,
          2,
          MergeRule.MEAN,
          OuterNesterov.DEFAULT,
          UpdateEncoding.DENSE_INT8,
          1,
          4,
          4);

  private TestJob() {}

  static JobBundle bundle(ModelFolder model, BlobStore store) {
    try (ExampleEncoder encoder = ExampleEncoder.open(model)) {
      var examples =
          Zorv.shuffled(3).subList(0, 160).stream()
              .map(
                  turn ->
                      new TrainingExample.Chat(
                          List.of(
                              new ChatMessage("user", turn.user()),
                              new ChatMessage("assistant", turn.assistant()))))
              .map(encoder::encode)
              .toList();
      return JobBundle.build(
          store,
          model.manifest().modelId(),
          RECIPE,
          DatasetSplit.of(examples, Keccak.hash("split")),
          RECIPE.lora().initial(LlamaCheckpoint.config(model.config()), 1));
    }
  }

  /** Ten tokens for a unit's work and thirty for its gain, as a rule. */
  static JobOffer offer(JobManifest manifest, int rounds, int units, JobDeadlines deadlines) {
    return new JobOffer(
        manifest.baseModel(),
        manifest.adapterRoot(),
        manifest.trainRoot(),
        manifest.heldOutRoot(),
        manifest.recipe().hash(),
        rounds,
        units,
        5,
        KAPPA_MILLI,
        new UnitWork(
            RECIPE.rows(), RECIPE.seqLen(), RECIPE.steps(), RECIPE.rank(), RECIPE.targets()),
        new JobPrices(
            DevParameters.prz(10L * units),
            DevParameters.prz(30L * units),
            300_000_000,
            DevParameters.prz(40L * units),
            DevParameters.prz(1)),
        deadlines);
  }
}
