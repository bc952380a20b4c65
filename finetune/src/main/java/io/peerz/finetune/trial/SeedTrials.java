package io.peerz.finetune.trial;

import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.trial.AdversaryTrials.Losses;
import io.peerz.finetune.trial.AdversaryTrials.Row;
import io.peerz.finetune.trial.AdversaryTrials.SeatRow;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Jobs that differ by one adversary only: same data, same draws, same work of the others. */
final class SeedTrials {
  private static final int UNSEEN = 24;

  /** What an honest unit of the small recipe gains in an early round, nano-nats per token. */
  private static final long TARGET_GAIN = 150_000_000;

  private final ShardWeights exact;
  private final BigInteger unitMacs;
  private final LocalTraining training;
  private final TrialData data;
  private final RememberedLosses losses = new RememberedLosses();
  private final Recipe recipe = TrialSettings.smallRecipe();
  private final int rounds;
  private final int seed;
  private final Map<Integer, Losses> alone = new HashMap<>();

  SeedTrials(ModelFolder folder, ShardWeights exact, LocalTraining training, int rounds, int seed) {
    this.exact = exact;
    this.unitMacs = recipe.unitMacs(folder.config().geometry());
    this.training = new RememberedTraining(training);
    this.data = TrialData.of(folder, seed, UNSEEN);
    this.rounds = rounds;
    this.seed = seed;
  }

  Row play(Conduct conduct) {
    List<Worker> workers =
        TrialSettings.honestAnd(
            Collections.nCopies(conduct.units(), new Worker("adversary", conduct)));
    Trial trial = trial(workers, workers.size(), new TrialCommittee(SeatConduct.HONEST));
    Tally honest = new Tally();
    Tally adversary = new Tally();
    for (int round = 0; round < rounds; round++) {
      List<UnitOutcome> outcomes = trial.playRound().outcomes();
      for (int unit = 0; unit < workers.size(); unit++) {
        (unit < TrialSettings.HONEST ? honest : adversary).add(outcomes.get(unit));
      }
    }
    return new Row(
        conduct,
        seed,
        honest.balanceWei.divide(BigInteger.valueOf(TrialSettings.HONEST)),
        adversary.balanceWei.divide(BigInteger.valueOf(conduct.units())),
        adversary.caught,
        adversary.leftOut,
        adversary.forfeited,
        compared(trial, workers.size()));
  }

  SeatRow play(SeatConduct conduct) {
    TrialCommittee committee = new TrialCommittee(conduct);
    int slots = TrialSettings.HONEST;
    Trial trial = trial(TrialSettings.honestAnd(List.of()), slots, committee);
    for (int round = 0; round < rounds; round++) {
      trial.playRound();
    }
    return new SeatRow(
        conduct,
        seed,
        committee.cheatSeats(),
        committee.honestWei(),
        committee.cheatWei(),
        committee.failedRounds(),
        compared(trial, slots));
  }

  private Losses compared(Trial trial, int slots) {
    Losses without = alone.computeIfAbsent(slots, this::alone);
    return new Losses(without.start(), without.without(), trial.loss(data.unseen()));
  }

  /** The same job without the adversary: its places stay empty. */
  private Losses alone(int slots) {
    Trial trial =
        trial(TrialSettings.honestAnd(List.of()), slots, new TrialCommittee(SeatConduct.HONEST));
    long start = trial.loss(data.unseen());
    for (int round = 0; round < rounds; round++) {
      trial.playRound();
    }
    long without = trial.loss(data.unseen());
    return new Losses(start, without, without);
  }

  private Trial trial(List<Worker> workers, int slots, TrialCommittee committee) {
    return new Trial(
        recipe,
        TrialTerms.of(slots, unitMacs, TARGET_GAIN),
        workers,
        training,
        exact,
        data.job(),
        losses,
        committee,
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
}
