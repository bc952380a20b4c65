package io.peerz.finetune.trial;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.credit.RoundCredit;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.evaluate.AdaptedModel;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.round.JobRecipe;
import io.peerz.finetune.round.RevealedUpdates;
import io.peerz.finetune.round.RoundEvaluator;
import io.peerz.finetune.round.RoundInputs;
import io.peerz.finetune.round.UnitTrainer;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.train.LocalPlan;
import io.peerz.finetune.update.ErrorFeedback;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One job with all its workers in this process: train, encode, decode, measure, merge. */
final class Trial {
  private static final int HELD_OUT_BATCHES = 8;
  private static final int EXAMPLES_PER_BATCH = 4;

  private final JobRecipe recipe;
  private final List<Worker> workers;
  private final UnitTrainer trainer;
  private final ShardWeights exactBase;
  private final DatasetSplit data;
  private final Digest seed;
  private final List<ErrorFeedback> feedback = new ArrayList<>();
  private AdapterState state;
  private int round;

  Trial(
      JobRecipe recipe,
      List<Worker> workers,
      BaseWeights base,
      ShardWeights exactBase,
      DatasetSplit data,
      Digest seed) {
    this.recipe = recipe;
    this.workers = workers;
    this.trainer = new UnitTrainer(base, data.train());
    this.exactBase = exactBase;
    this.data = data;
    this.seed = seed;
    this.state = AdapterState.initial(recipe.lora().initial(base.config(), 1));
    int elements = state.layout().elements();
    workers.forEach(_ -> feedback.add(new ErrorFeedback(elements, 1)));
  }

  AdapterState state() {
    return state;
  }

  /** Plays one round and returns what it measured. */
  RoundCredit playRound() {
    RoundInputs inputs = new RoundInputs(seed, round, seed, state, recipe);
    Map<Integer, byte[]> blobs = new TreeMap<>();
    for (int unit = 0; unit < workers.size(); unit++) {
      blobs.put(unit, blob(inputs, unit));
    }
    RevealedUpdates revealed = RevealedUpdates.decode(inputs, blobs);
    Digest orderSeed = Keccak.hash(seed.bytes(), state.root().bytes());
    RoundCredit credit =
        new RoundEvaluator(exactBase, 1).measure(inputs, revealed, heldOut(), orderSeed);
    state = RoundEvaluator.merge(inputs, revealed, credit);
    round++;
    return credit;
  }

  /**
   * A worker that does fewer steps than the recipe says cheats: it trains by a recipe of its own.
   */
  private byte[] blob(RoundInputs inputs, int unit) {
    LocalPlan plan = recipe.plan().withSteps(workers.get(unit).steps());
    RoundInputs own = new RoundInputs(seed, round, seed, inputs.state(), recipe.withPlan(plan));
    return trainer.train(own, unit, feedback.get(unit));
  }

  /** Slices are never used twice while the held-out part lasts. */
  private List<List<TokenizedExample>> heldOut() {
    List<List<TokenizedExample>> batches = new ArrayList<>();
    int next = round * HELD_OUT_BATCHES * EXAMPLES_PER_BATCH;
    for (int batch = 0; batch < HELD_OUT_BATCHES; batch++) {
      List<TokenizedExample> examples = new ArrayList<>();
      for (int i = 0; i < EXAMPLES_PER_BATCH; i++) {
        examples.add(data.heldOut().get(next++ % data.heldOut().size()));
      }
      batches.add(examples);
    }
    return batches;
  }

  /** How many of {@code examples} the current adapter answers word for word. */
  long answered(List<TokenizedExample> examples) {
    LoraConfig lora = recipe.lora();
    try (AdaptedModel model = new AdaptedModel(exactBase, lora, state.adapter(), 1)) {
      return examples.stream().filter(model::answers).count();
    }
  }
}
