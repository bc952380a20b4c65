package io.peerz.finetune.trial;

import io.peerz.finetune.duty.LoraTraining;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Jobs of three honest units and an adversary's, with real training and the contract's rules of
 * measuring and paying. Blocks for minutes.
 */
public final class AdversaryTrials implements AutoCloseable {
  private static final int LAYERS_PER_STAGE = 4;

  /**
   * One adversary that trains, in one job.
   *
   * @param conduct what it does
   * @param seed of data, order and work
   * @param honestWei mean of the honest nodes' earnings over the job, per unit
   * @param adversaryWei its earnings over the job, lost bonds taken off, per unit
   * @param caught units of it that were trained again and found different
   * @param leftOut units of it that the gate left out
   * @param forfeited units of it that never were revealed
   * @param losses of the job with it and without
   */
  public record Row(
      Conduct conduct,
      int seed,
      BigInteger honestWei,
      BigInteger adversaryWei,
      int caught,
      int leftOut,
      int forfeited,
      Losses losses) {
    /** Share of an honest unit's compute that one of its units took. */
    public double work() {
      return conduct.work();
    }
  }

  /**
   * One adversary on the committee, in one job.
   *
   * @param seats it held in all rounds
   * @param honestWei mean of the honest evaluators' fees over the job
   * @param adversaryWei its fees over the job, lost stake taken off
   * @param failedRounds that ended without a result
   */
  public record SeatRow(
      SeatConduct conduct,
      int seed,
      int seats,
      BigInteger honestWei,
      BigInteger adversaryWei,
      int failedRounds,
      Losses losses) {}

  /**
   * On sentences that nobody trained on or measured with, nano-nats per token.
   *
   * @param start before the job
   * @param without after the job of the honest units alone; the adversary's places stay empty
   * @param with after the job with the adversary in its places
   */
  public record Losses(long start, long without, long with) {
    /** What the adversary cost, or brought if negative. */
    public long difference() {
      return with - without;
    }
  }

  /** Evaluators in all, and seats that are drawn for each round. */
  public static final int MEMBERS = TrialCommittee.MEMBERS;

  public static final int SEATS = TrialCommittee.SEATS;

  private final ModelFolder folder;
  private final ShardWeights exact;
  private final BaseWeights base;
  private final TensorThread thread;
  private final int rounds;
  private final List<Row> rows = new ArrayList<>();
  private final List<SeatRow> seatRows = new ArrayList<>();

  /** Loads the model, whole. */
  public AdversaryTrials(ModelFolder folder, int rounds) {
    this.folder = folder;
    this.exact = folder.loadLayers(0, folder.config().geometry().layers());
    this.base = BaseWeights.of(exact);
    this.thread = new TensorThread();
    this.rounds = rounds;
  }

  /** Plays one job for each adversary; tells {@code progress} each one's name. */
  public void play(int seed, Consumer<String> progress) {
    LoraTraining training =
        new LoraTraining(folder.manifest().modelId(), base, thread, LAYERS_PER_STAGE);
    SeedTrials trials = new SeedTrials(folder, exact, training, rounds, seed);
    for (Conduct conduct : Conduct.values()) {
      if (conduct != Conduct.HONEST) {
        progress.accept(conduct.words());
        rows.add(trials.play(conduct));
      }
    }
    for (SeatConduct conduct : SeatConduct.values()) {
      if (conduct != SeatConduct.HONEST) {
        progress.accept(conduct.words());
        seatRows.add(trials.play(conduct));
      }
    }
  }

  /** Of all seeds played so far. */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /** Of all seeds played so far. */
  public List<SeatRow> seatRows() {
    return List.copyOf(seatRows);
  }

  @Override
  public void close() {
    thread.close();
    base.close();
  }
}
