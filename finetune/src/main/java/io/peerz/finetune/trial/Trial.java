package io.peerz.finetune.trial;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.credit.CreditMeasurement;
import io.peerz.finetune.credit.RoundCredit;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.data.UnitBatches;
import io.peerz.finetune.evaluate.AdaptedModel;
import io.peerz.finetune.evaluate.ExactHeldOutLosses;
import io.peerz.finetune.param.Layout;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.train.AdamW;
import io.peerz.finetune.train.LocalPlan;
import io.peerz.finetune.train.LocalRound;
import io.peerz.finetune.update.ErrorFeedback;
import io.peerz.finetune.update.UpdateCodec;
import io.peerz.finetune.update.UpdateHeader;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One job with all its workers in this process: train, encode, decode, measure, merge. */
final class Trial {
  private static final int WARMUP_STEPS = 3;
  private static final int HELD_OUT_BATCHES = 8;
  private static final int EXAMPLES_PER_BATCH = 4;

  private final TrialSettings settings;
  private final BaseWeights base;
  private final ShardWeights exactBase;
  private final DatasetSplit data;
  private final Digest seed;
  private final List<ErrorFeedback> feedback = new ArrayList<>();
  private AdapterState state;
  private int round;

  Trial(
      TrialSettings settings,
      BaseWeights base,
      ShardWeights exactBase,
      DatasetSplit data,
      Digest seed) {
    this.settings = settings;
    this.base = base;
    this.exactBase = exactBase;
    this.data = data;
    this.seed = seed;
    ParameterSet initial = settings.lora().initial(base.config(), 1);
    this.state = AdapterState.initial(initial);
    int elements = state.layout().elements();
    settings.workers().forEach(_ -> feedback.add(new ErrorFeedback(elements, 1)));
  }

  AdapterState state() {
    return state;
  }

  /** Plays one round and returns what it measured. */
  RoundCredit playRound() {
    List<float[]> updates =
        IntStream.range(0, settings.workers().size()).mapToObj(this::received).toList();
    RoundCredit credit =
        CreditMeasurement.measure(
            heldOut(), updates, state.layout().elements(), Keccak.hash(seed.bytes(), root()));
    List<float[]> accepted = credit.accepted().stream().map(updates::get).toList();
    state = state.after(accepted, settings.rule(), settings.outer());
    round++;
    return credit;
  }

  private byte[] root() {
    return state.root().bytes();
  }

  /** A worker's update as everybody else decodes it. */
  private float[] received(int unit) {
    Layout layout = state.layout();
    LocalPlan plan =
        new LocalPlan(
            settings.workers().get(unit).steps(),
            settings.learningRate(),
            WARMUP_STEPS,
            AdamW.Settings.DEFAULT,
            base.config().layers());
    UnitBatches batches =
        new UnitBatches(data.train(), seed, round, unit, settings.rows(), settings.tokens());
    float[] update =
        new LocalRound(base, settings.lora(), plan).update(state.adapter(), batches);
    UpdateHeader header =
        new UpdateHeader(seed, round, state.root(), layout.hash(), settings.encoding());
    float[] compensated = feedback.get(unit).compensate(update);
    float[] decoded = UpdateCodec.decode(UpdateCodec.encode(header, compensated), header, layout);
    feedback.get(unit).remember(compensated, decoded);
    return decoded;
  }

  /** Slices are never used twice while the held-out part lasts. */
  private ExactHeldOutLosses heldOut() {
    List<List<TokenizedExample>> batches = new ArrayList<>();
    int next = round * HELD_OUT_BATCHES * EXAMPLES_PER_BATCH;
    for (int batch = 0; batch < HELD_OUT_BATCHES; batch++) {
      List<TokenizedExample> examples = new ArrayList<>();
      for (int i = 0; i < EXAMPLES_PER_BATCH; i++) {
        examples.add(data.heldOut().get(next++ % data.heldOut().size()));
      }
      batches.add(examples);
    }
    return new ExactHeldOutLosses(exactBase, settings.lora(), state.adapter(), batches, 1);
  }

  /** How many of {@code examples} the current adapter answers word for word. */
  long answered(List<TokenizedExample> examples) {
    try (AdaptedModel model = new AdaptedModel(exactBase, settings.lora(), state.adapter(), 1)) {
      return examples.stream().filter(model::answers).count();
    }
  }
}
