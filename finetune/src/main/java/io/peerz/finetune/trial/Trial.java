package io.peerz.finetune.trial;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.credit.RoundMeasurement;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.duty.AdapterHistory;
import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.UnitTask;
import io.peerz.finetune.evaluate.AdaptedModel;
import io.peerz.finetune.evaluate.ExactHeldOutLosses;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.model.LlamaCheckpoint;
import io.peerz.finetune.update.ErrorFeedback;
import io.peerz.finetune.update.UpdateCodec;
import io.peerz.finetune.update.UpdateHeader;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One job with all its workers in this process, by the same steps that nodes take: train, encode,
 * decode, measure, merge.
 */
final class Trial {
  /** Standard errors taken off a gain, in thousandths. */
  static final int KAPPA_MILLI = 2000;

  private static final int EXAMPLES_PER_BATCH = 4;

  private final Recipe recipe;
  private final List<Worker> workers;
  private final LocalTraining training;
  private final ShardWeights base;
  private final DatasetSplit data;
  private final Digest seed;
  private final List<ErrorFeedback> feedback = new ArrayList<>();
  private AdapterState state;
  private int round;

  Trial(
      Recipe recipe,
      List<Worker> workers,
      LocalTraining training,
      ShardWeights base,
      DatasetSplit data,
      Digest seed) {
    this.recipe = recipe;
    this.workers = workers;
    this.training = training;
    this.base = base;
    this.data = data;
    this.seed = seed;
    this.state =
        AdapterState.initial(recipe.lora().initial(LlamaCheckpoint.config(base.config()), 1));
    int elements = state.layout().elements();
    workers.forEach(_ -> feedback.add(new ErrorFeedback(elements, recipe.feedbackDecay())));
  }

  AdapterState state() {
    return state;
  }

  /** Plays one round and returns what it measured; the units join in the order of their numbers. */
  RoundResult playRound() {
    List<Integer> order = IntStream.range(0, workers.size()).boxed().toList();
    List<float[]> updates = order.stream().map(this::update).toList();
    RoundResult result =
        RoundMeasurement.measure(
            new ExactHeldOutLosses(base, recipe.lora(), state.adapter(), heldOut(), 1),
            updates,
            state.layout().elements(),
            KAPPA_MILLI,
            false);
    state = AdapterHistory.next(state, recipe, order, result, KAPPA_MILLI, updates::get);
    round++;
    return result;
  }

  /** A unit's update as the others decode it. */
  private float[] update(int unit) {
    UnitTask task =
        new UnitTask(
            recipe.withSteps(workers.get(unit).steps()),
            state.adapter(),
            data.train(),
            seed,
            round,
            unit);
    float[] compensated = feedback.get(unit).compensate(training.train(task).update());
    UpdateHeader header =
        new UpdateHeader(seed, round, state.root(), state.layout().hash(), recipe.encoding());
    byte[] blob = UpdateCodec.encode(header, compensated);
    float[] decoded = UpdateCodec.decode(blob, header, state.layout());
    feedback.get(unit).remember(compensated, decoded);
    return decoded;
  }

  /** Slices are never used twice while the held-out part lasts. */
  private List<List<TokenizedExample>> heldOut() {
    List<List<TokenizedExample>> batches = new ArrayList<>();
    int next = round * recipe.slicesPerMeasurement() * EXAMPLES_PER_BATCH;
    for (int batch = 0; batch < recipe.slicesPerMeasurement(); batch++) {
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
    try (AdaptedModel model = new AdaptedModel(base, recipe.lora(), state.adapter(), 1)) {
      return examples.stream().filter(model::answers).count();
    }
  }
}
