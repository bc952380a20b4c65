package io.peerz.devnet.tuning;

import io.peerz.devnet.network.DevParameters;
import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.corpus.Turn;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.ExampleEncoder;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.data.TrainingExample;
import io.peerz.finetune.evaluate.ExactHeldOutLosses;
import io.peerz.finetune.job.JobBundle;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.model.LlamaCheckpoint;
import io.peerz.finetune.update.UpdateEncoding;
import io.peerz.inference.text.ChatMessage;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.ledger.finetune.JobDeadlines;
import io.peerz.ledger.finetune.JobOffer;
import io.peerz.ledger.finetune.JobPrices;
import io.peerz.ledger.finetune.UnitWork;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** A job that a laptop plays in seconds: a few sentences of an invented language. */
final class SmallJob {
  private static final int ALL_TARGETS = 0x7f;
  private static final int EXAMPLES = 160;
  private static final int UNSEEN = 24;
  static final int SEATS = 9;
  private static final int KAPPA_MILLI = 2_000;
  static final BigInteger FEE_WEI = DevParameters.prz(1);

  /** Squares of it are beyond a float. */
  private static final float BROKEN = 1e30f;

  private static final long TARGET_GAIN = 300_000_000;

  /** Time enough on a busy machine, where it can be told to pass so that nobody waits for it. */
  private static final JobDeadlines AMPLE = new JobDeadlines(120, 600, 120, 600, 1);

  /** Where one has to wait for whoever is silent. */
  private static final JobDeadlines SHORT = new JobDeadlines(60, 240, 40, 200, 1);

  private static final Recipe RECIPE =
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

  private final ModelFolder model;
  private final DatasetSplit data;
  private final List<TokenizedExample> unseen;

  SmallJob(ModelFolder model) {
    this.model = model;
    List<Turn> turns = Zorv.shuffled(3).subList(0, EXAMPLES + UNSEEN);
    try (ExampleEncoder encoder = ExampleEncoder.open(model)) {
      List<TokenizedExample> all = turns.stream().map(SmallJob::chat).map(encoder::encode).toList();
      this.data = DatasetSplit.of(all.subList(0, EXAMPLES), Keccak.hash("split"));
      this.unseen = all.subList(EXAMPLES, all.size());
    }
  }

  private static TrainingExample chat(Turn turn) {
    return new TrainingExample.Chat(
        List.of(
            new ChatMessage("user", turn.user()), new ChatMessage("assistant", turn.assistant())));
  }

  /** What is measured with; a cheat would train on it. */
  List<TokenizedExample> heldOut() {
    return data.heldOut();
  }

  /** The blobs of a job that begins with {@code first}, which are served from {@code store}. */
  JobBundle bundle(BlobStore store, AdapterState first) {
    return JobBundle.build(store, model.manifest().modelId(), RECIPE, data, first.adapter());
  }

  /** Ten tokens for a unit's work and thirty for its gain, as a rule. */
  JobOffer offer(JobManifest manifest, int rounds, int units, boolean timeObeys) {
    return new JobOffer(
        manifest.baseModel(),
        manifest.adapterRoot(),
        manifest.trainRoot(),
        manifest.heldOutRoot(),
        manifest.recipe().hash(),
        rounds,
        units,
        SEATS,
        KAPPA_MILLI,
        new UnitWork(
            RECIPE.rows(), RECIPE.seqLen(), RECIPE.steps(), RECIPE.rank(), RECIPE.targets()),
        new JobPrices(
            DevParameters.prz(10L * units),
            DevParameters.prz(30L * units),
            TARGET_GAIN,
            DevParameters.prz(40L * units),
            FEE_WEI),
        timeObeys ? AMPLE : SHORT);
  }

  /** The adapter that a job begins with. */
  AdapterState firstState() {
    return AdapterState.initial(RECIPE.lora().initial(LlamaCheckpoint.config(model.config()), 1));
  }

  /** An adapter with which no loss is a number. */
  AdapterState brokenState() {
    return AdapterState.initial(firstState().adapter().map(SmallJob::broken));
  }

  private static float[] broken(float[] values) {
    float[] huge = new float[values.length];
    Arrays.fill(huge, BROKEN);
    return huge;
  }

  /** Loss on sentences that are neither trained on nor measured with, nano-nats per token. */
  long loss(ShardWeights base, AdapterState state) {
    return new ExactHeldOutLosses(base, RECIPE.lora(), state.adapter(), List.of(unseen), 1)
        .nanoNats(new float[state.layout().elements()])[0];
  }
}
