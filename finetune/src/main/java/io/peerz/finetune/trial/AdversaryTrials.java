package io.peerz.finetune.trial;

import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.LoraTraining;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Jobs of three honest units and an adversary's, with real training and the contract's rules of
 * measuring and paying. Blocks for minutes.
 */
public final class AdversaryTrials implements AutoCloseable {
  private static final int UNSEEN = 24;
  private static final int LAYERS_PER_STAGE = 4;

  /** What an honest unit of the small recipe gains in an early round, nano-nats per token. */
  private static final long TARGET_GAIN = 150_000_000;

  /**
   * One adversary in one job.
   *
   * @param conduct what it does, in words
   * @param seed of data, order and work
   * @param work compute it spent on a unit, as a share of an honest unit's
   * @param units it held in each round
   * @param honestWei mean of the honest nodes' earnings over the job, per unit
   * @param adversaryWei its earnings over the job, lost bonds taken off, per unit
   * @param caught units of it that were trained again and found different
   * @param leftOut units of it that the gate left out
   * @param forfeited units of it that never were revealed
   * @param startLoss on sentences that nobody trained on or measured with, nano-nats per token
   * @param lossWithout the same after the job, had the adversary not been there
   * @param lossWith the same after the job
   */
  public record Row(
      String conduct,
      int seed,
      double work,
      int units,
      BigInteger honestWei,
      BigInteger adversaryWei,
      int caught,
      int leftOut,
      int forfeited,
      long startLoss,
      long lossWithout,
      long lossWith) {}

  private final ModelFolder folder;
  private final ShardWeights exact;
  private final BaseWeights base;
  private final TensorThread thread;
  private final int rounds;

  /** Loads the model, whole. */
  public AdversaryTrials(ModelFolder folder, int rounds) {
    this.folder = folder;
    this.exact = folder.loadLayers(0, folder.config().geometry().layers());
    this.base = BaseWeights.of(exact);
    this.thread = new TensorThread();
    this.rounds = rounds;
  }

  /** Plays one job for each adversary, and one without; tells {@code progress} each one's name. */
  public List<Row> play(int seed, Consumer<String> progress) {
    TrialData data = TrialData.of(folder, seed, UNSEEN);
    LocalTraining training =
        new RememberedTraining(
            new LoraTraining(folder.manifest().modelId(), base, thread, LAYERS_PER_STAGE));
    RememberedLosses losses = new RememberedLosses();
    Function<List<Worker>, Trial> trials = workers -> trial(workers, training, data, losses, seed);
    progress.accept("honest nodes alone");
    Trial alone = trials.apply(TrialSettings.honestAnd());
    long startLoss = alone.loss(data.unseen());
    for (int round = 0; round < rounds; round++) {
      alone.playRound();
    }
    Losses before = new Losses(startLoss, alone.loss(data.unseen()));
    List<Row> rows = new ArrayList<>();
    for (Conduct conduct : Conduct.values()) {
      if (conduct != Conduct.HONEST) {
        progress.accept(conduct.words());
        rows.add(play(conduct, trials, data, seed, before));
      }
    }
    return rows;
  }

  /** On unseen sentences, before the job and after it without any adversary. */
  private record Losses(long start, long without) {}

  private Row play(
      Conduct conduct,
      Function<List<Worker>, Trial> trials,
      TrialData data,
      int seed,
      Losses losses) {
    List<Worker> workers = workers(conduct);
    Trial trial = trials.apply(workers);
    Tally honest = new Tally();
    Tally adversary = new Tally();
    for (int round = 0; round < rounds; round++) {
      List<UnitOutcome> outcomes = trial.playRound().outcomes();
      for (int unit = 0; unit < workers.size(); unit++) {
        (unit < TrialSettings.HONEST ? honest : adversary).add(outcomes.get(unit));
      }
    }
    int units = workers.size() - TrialSettings.HONEST;
    return new Row(
        conduct.words(),
        seed,
        conduct == Conduct.SELF_CLONE ? 1.0 / units : conduct.work(),
        units,
        honest.balanceWei.divide(BigInteger.valueOf(TrialSettings.HONEST)),
        adversary.balanceWei.divide(BigInteger.valueOf(units)),
        adversary.caught,
        adversary.leftOut,
        adversary.forfeited,
        losses.start(),
        losses.without(),
        trial.loss(data.unseen()));
  }

  /** A cloner does one unit's work and sends it in two. */
  private static List<Worker> workers(Conduct conduct) {
    Worker adversary = new Worker("adversary", conduct);
    return conduct == Conduct.SELF_CLONE
        ? TrialSettings.honestAnd(new Worker("adversary", Conduct.HONEST), adversary)
        : TrialSettings.honestAnd(adversary);
  }

  private Trial trial(
      List<Worker> workers,
      LocalTraining training,
      TrialData data,
      RememberedLosses losses,
      int seed) {
    Recipe recipe = TrialSettings.smallRecipe();
    BigInteger unitMacs = recipe.unitMacs(folder.config().geometry());
    return new Trial(
        recipe,
        TrialTerms.of(workers.size(), unitMacs, TARGET_GAIN),
        workers,
        training,
        exact,
        data.job(),
        losses,
        Keccak.hash("trial " + seed));
  }

  /** The outcomes of some units. */
  private static final class Tally {
    private BigInteger balanceWei = BigInteger.ZERO;
    private int caught;
    private int leftOut;
    private int forfeited;

    void add(UnitOutcome outcome) {
      balanceWei = balanceWei.add(outcome.balanceWei());
      caught += outcome.fate() == UnitOutcome.Fate.CAUGHT ? 1 : 0;
      leftOut += outcome.fate() == UnitOutcome.Fate.LEFT_OUT ? 1 : 0;
      forfeited += outcome.fate() == UnitOutcome.Fate.FORFEITED ? 1 : 0;
    }
  }

  @Override
  public void close() {
    thread.close();
    base.close();
  }
}
