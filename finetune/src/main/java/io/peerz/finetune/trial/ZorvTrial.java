package io.peerz.finetune.trial;

import io.peerz.finetune.duty.LoraTraining;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.id.Keccak;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Teaches the shipped model an invented language: {@code ZorvTrial MODEL_DIRECTORY ROUNDS}; prints
 * a table per round. The sentences that are asked are neither trained on nor measured with.
 */
public final class ZorvTrial {
  private static final int ASKED = 100;
  private static final double NANO = 1e-9;
  private static final int LAYERS_PER_STAGE = 4;

  /** Gain of a unit that earns the full improvement price. */
  private static final long TARGET_GAIN = 500_000_000;

  private ZorvTrial() {}

  public static void main(String[] args) {
    if (args.length != 2) {
      System.err.println("usage: ZorvTrial MODEL_DIRECTORY ROUNDS");
      System.exit(2);
    }
    run(ModelFolder.open(Path.of(args[0])), Integer.parseInt(args[1]));
  }

  private static void run(ModelFolder folder, int rounds) {
    TrialData data = TrialData.of(folder, 1, ASKED);
    ShardWeights exact = folder.loadLayers(0, folder.config().geometry().layers());
    Recipe recipe = TrialSettings.recipe();
    List<Worker> workers = TrialSettings.workers();
    TrialTerms terms =
        TrialTerms.of(workers.size(), recipe.unitMacs(folder.config().geometry()), TARGET_GAIN);
    try (BaseWeights base = BaseWeights.of(exact);
        TensorThread thread = new TensorThread()) {
      LoraTraining training =
          new LoraTraining(folder.manifest().modelId(), base, thread, LAYERS_PER_STAGE);
      Trial trial =
          new Trial(
              recipe,
              terms,
              workers,
              training,
              exact,
              data.job(),
              new RememberedLosses(),
              new TrialCommittee(SeatConduct.HONEST),
              Keccak.hash("trial"));
      System.out.printf("exact answers before: %d of %d%n", trial.answered(data.unseen()), ASKED);
      for (int round = 0; round < rounds; round++) {
        print(round, trial.playRound(), workers);
        System.out.printf(
            "  adapter root %s, exact answers %d of %d%n",
            trial.state().root().shortHex(), trial.answered(data.unseen()), ASKED);
      }
    }
  }

  private static void print(int round, TrialRound played, List<Worker> workers) {
    List<Long> losses = played.result().losses();
    System.out.printf(
        Locale.ROOT,
        "round %d: held-out loss %.4f, with all that joined %.4f nats per token%n",
        round,
        losses.getFirst() * NANO,
        losses.getLast() * NANO);
    for (int unit = 0; unit < workers.size(); unit++) {
      UnitOutcome outcome = played.outcomes().get(unit);
      System.out.printf(
          Locale.ROOT,
          "  %-9s %-9s paid gain %.4f, %.2f PRZ%n",
          workers.get(unit).name(),
          outcome.fate(),
          outcome.gain() * NANO,
          outcome.balanceWei().doubleValue() / 1e18);
    }
  }
}
