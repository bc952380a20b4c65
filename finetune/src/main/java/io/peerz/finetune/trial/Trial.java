package io.peerz.finetune.trial;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.credit.RoundMeasurement;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.duty.AdapterHistory;
import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.Replay;
import io.peerz.finetune.duty.UnitTask;
import io.peerz.finetune.evaluate.AdaptedModel;
import io.peerz.finetune.evaluate.ExactHeldOutLosses;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.market.MergeOrder;
import io.peerz.finetune.market.RoundGains;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.Verdict;
import io.peerz.finetune.model.LlamaCheckpoint;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One job with all its units in this process, by the same steps that nodes and contracts take:
 * train, encode, decode, train one again, measure, pay, merge.
 */
final class Trial {
  private static final int EXAMPLES_PER_BATCH = 4;

  private final Recipe recipe;
  private final TrialTerms terms;
  private final List<Worker> workers;
  private final LocalTraining training;
  private final ShardWeights base;
  private final DatasetSplit data;
  private final Digest seed;
  private final UnitSender sender;
  private final RememberedLosses losses;
  private final TrialCommittee committee;
  private AdapterState state;
  private int round;

  Trial(
      Recipe recipe,
      TrialTerms terms,
      List<Worker> workers,
      LocalTraining training,
      ShardWeights base,
      DatasetSplit data,
      RememberedLosses losses,
      TrialCommittee committee,
      Digest seed) {
    this.losses = losses;
    this.committee = committee;
    this.recipe = recipe;
    this.terms = terms;
    this.workers = workers;
    this.training = training;
    this.base = base;
    this.data = data;
    this.seed = seed;
    this.state =
        AdapterState.initial(recipe.lora().initial(LlamaCheckpoint.config(base.config()), 1));
    this.sender = new UnitSender(recipe, workers, training, data, state.layout(), seed);
  }

  AdapterState state() {
    return state;
  }

  /** Plays one round. */
  TrialRound playRound() {
    Map<Integer, float[]> updates = new TreeMap<>();
    for (int unit = 0; unit < workers.size(); unit++) {
      if (workers.get(unit).conduct().reveals()) {
        updates.put(unit, sender.update(task(unit), state.root()));
      }
    }
    sender.endRound(updates);
    Digest drawn = Keccak.hash(seed.bytes(), state.root().bytes());
    List<Integer> order = MergeOrder.of(List.copyOf(updates.keySet()), drawn, seed, round);
    RoundResult result = measure(order, updates);
    boolean agreed = committee.agrees(drawn, round);
    if (agreed) {
      state = AdapterHistory.next(state, recipe, order, result, terms.kappaMilli(), updates::get);
    }
    round++;
    return new TrialRound(order, result, agreed ? outcomes(order, result) : unmeasured(order));
  }

  private RoundResult measure(List<Integer> order, Map<Integer, float[]> updates) {
    int first = order.getFirst();
    float[] again = training.train(task(first)).update();
    return RoundMeasurement.measure(
        losses.around(
            state.root(),
            round,
            new ExactHeldOutLosses(base, recipe.lora(), state.adapter(), heldOut(), 1)),
        order.stream().map(updates::get).toList(),
        state.layout().elements(),
        terms.gate(),
        !Replay.confirms(updates.get(first), again));
  }

  private List<UnitOutcome> outcomes(List<Integer> order, RoundResult result) {
    RoundGains gains = RoundGains.of(order.size(), result, terms.kappaMilli());
    List<UnitOutcome> outcomes = new ArrayList<>();
    for (int unit = 0; unit < workers.size(); unit++) {
      int k = order.indexOf(unit);
      outcomes.add(
          k < 0
              ? terms.forfeited()
              : terms.outcome(gains.verdicts().get(k), gains.paidGains().get(k)));
    }
    return outcomes;
  }

  /** Without a result every revealed unit is paid for its work. */
  private List<UnitOutcome> unmeasured(List<Integer> order) {
    return IntStream.range(0, workers.size())
        .mapToObj(
            unit -> order.contains(unit) ? terms.outcome(Verdict.JOINED, 0) : terms.forfeited())
        .toList();
  }

  /** The work that is assigned to a unit. */
  private UnitTask task(int unit) {
    return new UnitTask(recipe, state.adapter(), data.train(), seed, round, unit);
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

  /** Loss of the current adapter on {@code examples}, nano-nats per token. */
  long loss(List<TokenizedExample> examples) {
    return new ExactHeldOutLosses(base, recipe.lora(), state.adapter(), List.of(examples), 1)
        .nanoNats(new float[state.layout().elements()])[0];
  }

  /** How many of {@code examples} the current adapter answers word for word. */
  long answered(List<TokenizedExample> examples) {
    try (AdaptedModel model = new AdaptedModel(base, recipe.lora(), state.adapter(), 1)) {
      return examples.stream().filter(model::answers).count();
    }
  }
}
